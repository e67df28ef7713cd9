using System.Net;
using FtpActors.Core.Transport;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Tests.Transfers;

public sealed class PassivePortsSpecs
{
    private readonly IPAddress _address = LoopbackPorts.FreshAddress();

    [Fact]
    public void PassivePorts_should_lend_each_port_of_the_range_once()
    {
        var first = LoopbackPorts.FreeRange(_address, 5);
        using var ports = new PassivePorts(_address, new PassiveOptions { FirstPort = first, LastPort = first + 4 });
        var taken = Enumerable.Range(0, 5).Select(_ => ports.Take()!).ToList();
        Assert.Equal(Enumerable.Range(first, 5), taken.Select(listener => listener.Port).Order());
        Assert.Null(ports.Take());
        taken.ForEach(listener => listener.Dispose());
    }

    [Fact]
    public void PassivePorts_should_lend_again_what_came_back_without_binding_anew()
    {
        var first = LoopbackPorts.FreeRange(_address, 1);
        using var ports = new PassivePorts(_address, new PassiveOptions { FirstPort = first, LastPort = first });
        var listener = ports.Take()!;
        ports.Return(listener);
        Assert.Same(listener, ports.Take());
        Assert.Null(ports.Take());
        listener.Dispose();
    }

    [Fact]
    public void PassivePorts_should_skip_a_port_that_somebody_else_has_until_it_is_free()
    {
        var first = LoopbackPorts.FreeRange(_address, 3);
        using var ports = new PassivePorts(_address, new PassiveOptions { FirstPort = first, LastPort = first + 2 });
        var other = DataListener.Bind(new IPEndPoint(_address, first + 1));
        var taken = new List<IDataListener> { ports.Take()!, ports.Take()! };
        Assert.Equal([first, first + 2], taken.Select(listener => listener.Port).Order());
        Assert.Null(ports.Take());
        other.Dispose();
        taken.Add(ports.Take()!);
        Assert.Equal(first + 1, taken[2].Port);
        taken.ForEach(listener => listener.Dispose());
    }

    [Fact]
    public async Task PassivePorts_should_cut_stale_calls_before_they_lend_again()
    {
        var first = LoopbackPorts.FreeRange(_address, 1);
        using var ports = new PassivePorts(_address, new PassiveOptions { FirstPort = first, LastPort = first });
        ports.Return(ports.Take()!);
        using var stale = await LoopbackPorts.Call(_address, first);
        using var listener = ports.Take()!;
        await LoopbackPorts.AssertCut(stale);
        var accepting = listener.Accept(_address, CancellationToken.None);
        using var peer = await LoopbackPorts.Call(_address, first);
        await using var transport = await accepting;
        Assert.Equal(peer.LocalEndPoint, transport.Remote);
    }

    [Fact]
    public void PassivePorts_should_take_any_port_and_close_it_on_return_when_the_range_is_0()
    {
        using var ports = new PassivePorts(_address, new PassiveOptions { FirstPort = 0, LastPort = 0 });
        var listeners = Enumerable.Range(0, 20).Select(_ => ports.Take()!).ToList();
        Assert.Equal(20, listeners.Select(listener => listener.Port).Distinct().Count());
        foreach (var listener in listeners)
        {
            ports.Return(listener);
            Assert.True(LoopbackPorts.IsFree(_address, listener.Port));
        }
    }

    [Fact]
    public void PassivePorts_should_have_nothing_to_lend_on_an_address_that_is_not_ours()
    {
        using var ports = new PassivePorts(IPAddress.Parse("192.0.2.1"), new PassiveOptions { FirstPort = 20_000, LastPort = 20_010 });
        Assert.Null(ports.Take());
    }

    [Fact]
    public void PassivePorts_should_close_what_they_hold_when_disposed()
    {
        var first = LoopbackPorts.FreeRange(_address, 2);
        var ports = new PassivePorts(_address, new PassiveOptions { FirstPort = first, LastPort = first + 1 });
        var (one, two) = (ports.Take()!, ports.Take()!);
        ports.Return(one);
        ports.Return(two);
        Assert.False(LoopbackPorts.IsFree(_address, first));
        ports.Dispose();
        ports.Dispose();
        Assert.True(LoopbackPorts.IsFree(_address, first));
        Assert.True(LoopbackPorts.IsFree(_address, first + 1));
    }
}
