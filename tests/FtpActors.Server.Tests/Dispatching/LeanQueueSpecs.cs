using Akka.Actor;
using Akka.Dispatch.MessageQueues;
using FtpActors.Server.Dispatching;

namespace FtpActors.Server.Tests.Dispatching;

public sealed class LeanQueueSpecs
{
    private readonly LeanQueue _queue = new();

    [Fact]
    public void LeanQueue_should_be_empty_at_first_and_when_all_is_taken()
    {
        Assert.False(_queue.HasMessages);
        Assert.Null(Take());
        Put(1);
        Assert.True(_queue.HasMessages);
        Assert.Equal(1, Take());
        Assert.False(_queue.HasMessages);
        Assert.Null(Take());
    }

    [Fact]
    public void LeanQueue_should_keep_the_order_however_many_wait_in_between()
    {
        var (random, model, next) = (new Random(7), new Queue<int>(), 0);
        for (var round = 0; round < 2000; round++)
        {
            for (var left = random.Next(round % 100 == 0 ? 300 : 6); left > 0; left--)
            {
                model.Enqueue(next);
                Put(next++);
            }

            for (var left = random.Next(round % 50 == 0 ? 1000 : 6); left > 0; left--)
                Assert.Equal(model.TryDequeue(out var expected) ? expected : null, Take());
            Assert.Equal(model.Count, _queue.Count);
            Assert.Equal(model.Count > 0, _queue.HasMessages);
        }
    }

    [Fact]
    public async Task LeanQueue_should_keep_the_order_of_each_of_several_senders()
    {
        const int Senders = 4;
        const int Each = 20_000;
        var sending = Enumerable.Range(0, Senders).Select(sender => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
                Put((i * Senders) + sender);
        })).ToArray();
        var next = new int[Senders];
        for (var left = Senders * Each; left > 0;)
        {
            if (Take() is not { } taken)
            {
                await Task.Yield();
                continue;
            }

            Assert.Equal(next[taken % Senders]++, taken / Senders);
            left--;
        }

        await Task.WhenAll(sending);
        Assert.False(_queue.HasMessages);
    }

    [Fact]
    public void LeanQueue_should_leave_what_is_in_it_to_the_dead_letters()
    {
        var letters = new UnboundedMessageQueue();
        for (var i = 0; i < 20; i++)
            Put(i);

        _queue.CleanUp(ActorRefs.Nobody, letters);

        Assert.Equal(Enumerable.Range(0, 20), Enumerable.Range(0, letters.Count).Select(_ => letters.TryDequeue(out var envelope) ? (int)envelope.Message : -1));
        Assert.False(_queue.HasMessages);
    }

    private void Put(int message) => _queue.Enqueue(ActorRefs.Nobody, new Envelope(message, ActorRefs.NoSender));

    private int? Take() => _queue.TryDequeue(out var envelope) ? (int)envelope.Message : null;
}
