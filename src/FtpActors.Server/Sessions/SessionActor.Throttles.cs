using System.Collections.Immutable;
using FtpActors.Core.Auth;
using FtpActors.Core.Flows;
using FtpActors.Server.Throttling;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Sessions;

/// <content>What slows down transfers, from login to logout.</content>
internal sealed partial class SessionActor
{
    private SessionThrottles? _throttles;

    private void FollowUser(FtpUser? before)
    {
        if (ReferenceEquals(before, _state.User))
            return;
        LeaveThrottles();
        if (_state.User is { } user)
            _throttles = _services.Throttles.Enter(_context.Id, user, KeyOf(user), _state.Host?.Throttle);
    }

    private UserKey KeyOf(FtpUser user) => new(user.Name, _state.HostName);

    private void LeaveThrottles()
    {
        _throttles?.Dispose();
        _throttles = null;
    }

    private ImmutableArray<Throttle> ThrottlesOf(TransferPlan plan) =>
        _throttles is null ? [] : plan.Writer is not null ? _throttles.Uploads : _throttles.Downloads;
}
