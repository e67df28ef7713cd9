using FtpActors.Core.Wire;

namespace FtpActors.Server.Sessions;

/// <content>How far reading may be ahead of the session.</content>
internal sealed partial class ControlChannel
{
    private const int PlaceSize = 512;

    private int _free;
    private int _wanted;

    /// <summary>The reader waits until as many as it wants are free; else null.</summary>
    private TaskCompletionSource? _taken;

    /// <summary>One for every <see cref="PlaceSize"/> letters begun; a line that is longer than all places together takes them all.</summary>
    private int PlacesOf(ReceivedLine line)
    {
        var letters = line.Bytes?.Length ?? line.Command?.Verb.Length + line.Command?.Argument.Length ?? 0;
        return Math.Min(1 + (letters / PlaceSize), _places);
    }

    private bool TryTakePlaces(int places)
    {
        lock (_lock)
        {
            if (_free < places)
                return false;
            _free -= places;
            return true;
        }
    }

    private Task TakePlaces(int places)
    {
        lock (_lock)
        {
            if (_free < places)
            {
                _wanted = places;
                return (_taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            _free -= places;
            return Task.CompletedTask;
        }
    }

    private void GiveBack(int places)
    {
        TaskCompletionSource taken;
        lock (_lock)
        {
            _free += places;
            if (_taken is null || _free < _wanted)
                return;
            (taken, _taken) = (_taken, null);
            _free -= _wanted;
        }

        taken.SetResult();
    }
}
