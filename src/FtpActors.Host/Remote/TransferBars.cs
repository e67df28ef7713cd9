using System.Globalization;
using FtpActors.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FtpActors.Host.Remote;

/// <summary>A bar for each file that moves just now, on a terminal only. Each is used again for the next file.</summary>
internal sealed class TransferBars : IProgress<TransferProgress>
{
    private const int LongestName = 30;
    private const string Key = "figures";

    private readonly ProgressContext _context;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ProgressTask> _moving = new(StringComparer.Ordinal);
    private readonly Stack<ProgressTask> _free = new();

    private TransferBars(ProgressContext context) => _context = context;

    /// <summary>Works with bars, which are gone at the end, or with none where nobody looks.</summary>
    public static Task<T> During<T>(HostConsole console, Func<IProgress<TransferProgress>?, Task<T>> work)
    {
        if (!console.IsWatched)
            return work(null);
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(console.Error) });
        return terminal.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new FiguresColumn())
            .StartAsync(context => work(new TransferBars(context)));
    }

    public void Report(TransferProgress value)
    {
        lock (_lock)
        {
            if (!_moving.TryGetValue(value.Path, out var bar))
            {
                var name = Markup.Escape(Short(value.Path));
                bar = _free.TryPop(out var used) ? used : _context.AddTask(name);
                bar.Description = name;
                _moving.Add(value.Path, bar);
            }

            bar.IsIndeterminate = value.Total is null;
            bar.MaxValue = Math.Max(1, value.Total ?? 1);
            bar.Value = value.Total is null ? 0 : value.Total == 0 ? 1 : value.Bytes;
            bar.State.Update<Figures>(Key, _ => new Figures(value.Bytes, value.Rate, value.Remaining));
            if (value.Bytes != value.Total)
                return;
            _moving.Remove(value.Path);
            _free.Push(bar);
        }
    }

    private static string Short(string path)
    {
        var printable = new string([.. path.Select(letter => char.IsControl(letter) ? '?' : letter)]);
        return printable.Length <= LongestName ? printable : "…" + printable[^(LongestName - 1)..];
    }

    private static string Size(double bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        var unit = 0;
        for (; bytes >= 1000 && unit < units.Length - 1; unit++)
            bytes /= 1000;
        return bytes.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + units[unit];
    }

    private sealed class FiguresColumn : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(task.State.Get<Figures>(Key).ToString());
    }

    private readonly record struct Figures(long Bytes, double Rate, TimeSpan? Remaining)
    {
        public override string ToString() => $"{Size(Bytes)}  {Size(Rate)}/s  {Remaining?.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)}";
    }
}
