using System.Net.Sockets;
using System.Reflection;
using Xunit.Sdk;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>Runs a theory once on IPv4 and once on IPv6.</summary>
public sealed class BothFamiliesAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        [[AddressFamily.InterNetwork], [AddressFamily.InterNetworkV6]];
}
