using System.Collections.Immutable;
using FtpActors.Core.Auth;

namespace FtpActors.Server.Configuration;

/// <summary>The options a configuration leads to, with the storage and the users opened for them. Dispose it when the server has stopped.</summary>
public sealed class ConfiguredServer : IAsyncDisposable
{
    private readonly ImmutableArray<ConfiguredUsers> _users;

    internal ConfiguredServer(ImmutableArray<ConfiguredUsers> users, FtpServerOptions options)
    {
        _users = users;
        Options = options;
    }

    public FtpServerOptions Options { get; }

    /// <summary>Closes the storage and ends the threads that check passwords.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var users in _users)
            users.Dispose();
        if (Options.Storage is IAsyncDisposable storage)
            await storage.DisposeAsync();
        else
            (Options.Storage as IDisposable)?.Dispose();
    }
}
