using System.Diagnostics;
using System.Text;

namespace FtpActors.Benchmarks.Load;

/// <summary>Has a workload done and measures it.</summary>
internal static class LoadRun
{
    private const double Megabyte = 1e6;
    private const double Microsecond = 1e3;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    /// <summary>Blocks until the measured time is over and something was done in it, or until every connection has given up. Time
    /// counts once each connection has done something.</summary>
    public static LoadResult Of(LoadOptions options)
    {
        var server = new ServerProcesses(options.Processes);
        return options.Workload == LoadWorkload.Idle ? Sessions(options, server) : Workers(options, server);
    }

    private static LoadResult Workers(LoadOptions options, ServerProcesses server)
    {
        LoadWorker[] workers = [.. Enumerable.Range(0, options.Connections).Select(number => new LoadWorker(options, number))];
        foreach (var worker in workers)
            worker.Start();
        Pass(options.WarmUp, workers, () => workers.All(worker => worker.Bytes > 0 || worker.Operations > 0));

        foreach (var worker in workers)
            worker.Measure();
        var cpu = -server.CpuSeconds();
        var (client, machine) = (-Environment.CpuUsage.TotalTime.TotalSeconds, -ServerProcesses.MachineSeconds());
        var started = Stopwatch.GetTimestamp();
        var (operations, amount) = (Operations(workers), Amount(options, workers));
        Pass(options.Duration, workers, () => Amount(options, workers) > amount);
        operations = Operations(workers) - operations;
        amount = Amount(options, workers) - amount;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        cpu += server.CpuSeconds();
        client += Environment.CpuUsage.TotalTime.TotalSeconds;
        machine += ServerProcesses.MachineSeconds();
        var memory = server.MemoryKilobytes();

        foreach (var worker in workers)
            worker.Stop();
        var latencies = new LatencyHistogram();
        foreach (var worker in workers)
            latencies.Add(worker.Join());
        var unit = UnitOf(options.Workload);
        var thousands = amount / (unit == "MB/s" ? 1e9 : 1e3);
        return new LoadResult(
            options.Label,
            options.Server,
            unit,
            amount / (unit == "MB/s" ? Megabyte : 1) / seconds,
            server.IsKnown && thousands > 0 ? cpu / thousands : double.NaN,
            latencies.Percentile(0.50) / Microsecond,
            latencies.Percentile(0.99) / Microsecond,
            server.IsKnown ? memory / 1024.0 : double.NaN,
            server.IsKnown ? Math.Max(0, machine - client - cpu) / seconds / Environment.ProcessorCount : double.NaN,
            operations,
            workers.Sum(worker => worker.Errors),
            workers.Select(worker => worker.FirstError).FirstOrDefault(error => error is not null) ?? "");
    }

    /// <summary>Opens sessions one after the other, waits, and asks each whether it is still there.</summary>
    private static LoadResult Sessions(LoadOptions options, ServerProcesses server)
    {
        var latencies = new LatencyHistogram();
        var error = "";
        var (before, cpu) = (server.MemoryKilobytes(), -server.CpuSeconds());
        var user = Encoding.UTF8.GetBytes($"USER {options.User}\r\n");
        var password = Encoding.UTF8.GetBytes($"PASS {options.Password}\r\n");
        List<LoadClient> clients = [];
        try
        {
            while (clients.Count < options.Connections && Succeeds(() => Add().LogIn(user, password), ref error))
                continue;
            cpu += server.CpuSeconds();
            Thread.Sleep(options.WarmUp + options.Duration);
            var memory = server.MemoryKilobytes();
            var alive = 0;
            foreach (var client in clients)
            {
                var started = Stopwatch.GetTimestamp();
                if (!Succeeds(() => client.Command("PWD\r\n"u8, 257), ref error))
                    continue;
                latencies.Add((long)Stopwatch.GetElapsedTime(started).TotalNanoseconds);
                alive++;
            }

            return new LoadResult(
                options.Label,
                options.Server,
                LoadResult.MemoryUnit,
                server.IsKnown && alive > 0 ? (memory - before) / (double)alive : 0,
                server.IsKnown && alive > 0 ? cpu * 1e3 / alive : double.NaN,
                latencies.Percentile(0.50) / Microsecond,
                latencies.Percentile(0.99) / Microsecond,
                server.IsKnown ? memory / 1024.0 : double.NaN,
                double.NaN,
                alive,
                options.Connections - alive,
                error);
        }
        finally
        {
            foreach (var client in clients)
                client.Dispose();
        }

        LoadClient Add()
        {
            clients.Add(new LoadClient(options.Host, options.Port, clients.Count, options.IsSecure));
            return clients[^1];
        }
    }

    private static bool Succeeds(Action action, ref string error)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception cause) when (LoadChannel.IsFailure(cause))
        {
            if (error.Length == 0)
                error = cause.Message;
            return false;
        }
    }

    private static string UnitOf(LoadWorkload workload) => workload switch
    {
        LoadWorkload.Retr or LoadWorkload.Stor => "MB/s",
        LoadWorkload.List or LoadWorkload.Mlsd => "entries/s",
        _ => "ops/s",
    };

    private static long Operations(LoadWorker[] workers) => workers.Sum(worker => worker.Operations);

    private static long Amount(LoadOptions options, LoadWorker[] workers) => UnitOf(options.Workload) switch
    {
        "MB/s" => workers.Sum(worker => worker.Bytes),
        "entries/s" => workers.Sum(worker => worker.Entries),
        _ => Operations(workers),
    };

    /// <summary>Waits for the time to pass and for what has to be there then, but not for workers that have all ended.</summary>
    private static void Pass(TimeSpan time, LoadWorker[] workers, Func<bool> isEnough)
    {
        var started = Stopwatch.GetTimestamp();
        while (!workers.All(worker => worker.HasEnded))
        {
            var passed = Stopwatch.GetElapsedTime(started);
            if (passed >= time && (isEnough() || passed >= time + LinuxSocket.Patience))
                return;
            Thread.Sleep(passed < time && time - passed < Glance ? time - passed : Glance);
        }
    }
}
