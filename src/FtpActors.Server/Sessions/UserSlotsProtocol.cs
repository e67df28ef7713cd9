using Akka.Actor;

namespace FtpActors.Server.Sessions;

/// <summary>Conversation between a session and the actor that counts the sessions of each user.</summary>
internal static class UserSlotsProtocol
{
    public interface ICommand : INoSerializationVerificationNeeded;

    public interface IEvent : INoSerializationVerificationNeeded;

    /// <summary>A slot for the sender, which holds one until it releases it, at its end at the latest: nobody watches it.</summary>
    /// <param name="User">Counted by exact name and host.</param>
    /// <param name="Limit">Slots of this user at most.</param>
    /// <param name="HostLimit">Slots of all users of this virtual host at most; counts for users of one alone.</param>
    public sealed record Claim(UserKey User, int Limit, int HostLimit = int.MaxValue) : ICommand;

    /// <summary>The sender's slot is free again. Without effect when it has none.</summary>
    public sealed record Release : ICommand;

    public sealed record Taken : IEvent;

    /// <param name="IsHostFull">Not the user, but the host has as many as it may.</param>
    public sealed record Refused(bool IsHostFull = false) : IEvent;

    /// <summary>Who counts for all servers did not answer.</summary>
    public sealed record Unavailable : IEvent;
}
