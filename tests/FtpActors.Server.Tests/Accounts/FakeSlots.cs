using System.Threading.Channels;
using FtpActors.Server.Accounts;

namespace FtpActors.Server.Tests.Accounts;

/// <summary>Leaves every answer to the spec.</summary>
internal sealed class FakeSlots : IUserSlots
{
    private readonly Channel<(SlotClaim Claim, TaskCompletionSource<SlotAnswer> Answer, CancellationToken Cancel)> _claims =
        Channel.CreateUnbounded<(SlotClaim, TaskCompletionSource<SlotAnswer>, CancellationToken)>();

    private readonly Channel<SlotClaim> _released = Channel.CreateUnbounded<SlotClaim>();

    public Task<SlotAnswer> Claim(SlotClaim claim, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<SlotAnswer>();
        Assert.True(_claims.Writer.TryWrite((claim, answer, cancel)));
        return answer.Task;
    }

    public void Release(SlotClaim claim) => Assert.True(_released.Writer.TryWrite(claim));

    public async Task<(SlotClaim Claim, TaskCompletionSource<SlotAnswer> Answer, CancellationToken Cancel)> Claimed() =>
        await _claims.Reader.ReadAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);

    public async Task<SlotClaim> Released() => await _released.Reader.ReadAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);

    public bool HasReleased => _released.Reader.TryPeek(out _);
}
