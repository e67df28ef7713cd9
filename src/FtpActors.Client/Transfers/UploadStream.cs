using System.Collections.Immutable;
using Akka;
using Akka.Streams.Dsl;
using FtpActors.Client.Data;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.Client.Transfers;

/// <summary>From a storage to a data connection; by the kernel alone where nothing has to look at the bytes.</summary>
internal static class UploadStream
{
    public static IRunnableGraph<Task<Done>> Of(IStorageReader reader, ClientDataTransport transport, ImmutableArray<Throttle> throttles, bool isAscii)
    {
        var bytes = !isAscii && transport.TakesRegions && reader is IRegionReader regions ? regions.Regions : reader.Content;
        if (isAscii)
            bytes = bytes.Via(AsciiFlow.ToWire());
        return bytes.Via(ThrottleFlow.Create(throttles)).ToMaterialized(DataSink.Create(transport), Keep.Right);
    }
}
