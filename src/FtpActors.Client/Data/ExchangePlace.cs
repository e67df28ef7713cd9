using System.Net;

namespace FtpActors.Client.Data;

/// <summary>Where a server listens for another one.</summary>
/// <param name="EndPoint">To be called by the other.</param>
/// <param name="IsProtected">Under TLS.</param>
/// <param name="IsTlsClient">It begins the handshake, though it is called.</param>
internal sealed record ExchangePlace(IPEndPoint EndPoint, bool IsProtected, bool IsTlsClient);
