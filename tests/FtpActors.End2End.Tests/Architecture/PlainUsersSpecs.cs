using FtpActors.Core.Auth;
using FtpActors.TestKit.Suites;

namespace FtpActors.End2End.Tests.Architecture;

public sealed class PlainUsersSpecs : AuthenticatorSpecBase
{
    protected override IAuthenticator CreateAuthenticator() =>
        new ConfiguredUsers([new ConfiguredUser { User = new FtpUser { Name = UserName }, Plain = new Password(Password) }]);
}
