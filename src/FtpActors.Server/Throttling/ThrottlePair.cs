using FtpActors.Core.Flows;

namespace FtpActors.Server.Throttling;

/// <summary>A throttle for each direction.</summary>
internal sealed class ThrottlePair(ThrottleOptions limit, TimeProvider time)
{
    public Throttle Upload { get; } = new(limit.Upload, time);

    public Throttle Download { get; } = new(limit.Download, time);

    public ThrottleOptions Limit
    {
        get => new() { Upload = Upload.Limit, Download = Download.Limit };
        set => (Upload.Limit, Download.Limit) = (value.Upload, value.Download);
    }
}
