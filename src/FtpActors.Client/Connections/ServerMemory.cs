namespace FtpActors.Client.Connections;

/// <summary>What was found out about one server by all connections to it.</summary>
/// <remarks>Each finding is one field that only ever changes to what was found; whoever reads an older value finds out again.</remarks>
internal sealed class ServerMemory
{
    private volatile ServerFeatures _features = ServerFeatures.Unknown;
    private volatile bool _refusesExtendedPassive;
    private volatile bool _refusesExtendedActive;
    private volatile bool _refusesMachineListings;
    private volatile bool _swallowsKeepAlive;

    public ServerFeatures Features
    {
        get => _features;
        set => _features = value;
    }

    /// <summary>EPSV does not work here: PASV from now on.</summary>
    public bool RefusesExtendedPassive
    {
        get => _refusesExtendedPassive;
        set => _refusesExtendedPassive = value;
    }

    /// <summary>EPRT does not work here: PORT from now on.</summary>
    public bool RefusesExtendedActive
    {
        get => _refusesExtendedActive;
        set => _refusesExtendedActive = value;
    }

    /// <summary>MLSD does not work here: LIST from now on.</summary>
    public bool RefusesMachineListings
    {
        get => _refusesMachineListings;
        set => _refusesMachineListings = value;
    }

    /// <summary>NOOP during a transfer is never answered: none from now on.</summary>
    public bool SwallowsKeepAlive
    {
        get => _swallowsKeepAlive;
        set => _swallowsKeepAlive = value;
    }
}
