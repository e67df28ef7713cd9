using System.Net;

namespace FtpActors.Core.Transport;

/// <summary>Dials the address a client announced.</summary>
internal interface IActiveConnector : IDataConnector
{
    IPEndPoint Target { get; }
}
