using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Simulation.Tests.Actors;
using Shopkeeper.Simulation.Tests.Jobs;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Platform;
using Shopkeeper.Simulation.Tests.Stores;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>Two silos over one database, a few shops at Shopify, and the participants.</summary>
internal sealed class SimulatedWorld
{
    private const int SiloCount = 2;
    private int _started;

    /// <param name="seed">What everything is drawn from.</param>
    /// <param name="bug">A mistake put in, to be found; null for the service as it is.</param>
    /// <param name="traces">Whether to keep what happens.</param>
    /// <param name="shops">How many shops there are.</param>
    public SimulatedWorld(ulong seed, WorldBug? bug = null, bool traces = false, int shops = 2)
    {
        Kernel = new SimulationKernel(seed, traces);
        Bug = bug ?? WorldBug.None;
        Database = new SimulatedDatabase(Kernel)
        {
            GuardIsOff = Bug.GuardIsOff,
            EtagsAreReused = Bug.EtagsAreReused,
        };
        Jobs = new JobTable(Database);
        Fences = new FenceTables(Database, Jobs);
        CertificateTables = new CertificateTables(Database);
        Shopify = new SimulatedShopify(Kernel);
        Cluster = new SimulatedCluster(Kernel);
        Keys = new SimulatedKeys(isReal: Kernel.Chance.Below(50) == 0);
        // Some apps have a store that tells shops apart, and not stays.
        if (seed % 5 == 0) Participants.Add(Letters = new SimulatedParticipant("letters", false, KeyedBy.Shop));
        for (var shop = 0; shop < shops; shop++) Shopify.AddShop(shop);
        for (var silo = 0; silo < SiloCount; silo++) StartSilo();
        Model = new WorldModel(this);
        Letters?.OnErasing = Model.RequireOwnLetters;
        Kernel.AfterStep = Model.AfterStep;
        Fences.OnEnded = Model.Orders.NoteEnded;
        Cluster.OnGivenBack = (process, end) =>
        {
            if (Cluster.Silos.Exists(silo => silo.Process == process && silo.IsStopping)) Model.Jobs.GivenBack(end);
        };
        Cluster.OnTokenGiven = (keeper, reply, use) => Model.Tokens.Note(
            keeper.Silo.Process, new InstallationId(keeper.GrainId.GetGuidKey()), reply, use);
    }

    public SimulationKernel Kernel { get; }

    public WorldBug Bug { get; }

    public SimulatedDatabase Database { get; }

    public JobTable Jobs { get; }

    public FenceTables Fences { get; }

    public CertificateTables CertificateTables { get; }

    public SimulatedShopify Shopify { get; }

    public SimulatedCluster Cluster { get; }

    public SimulatedKeys Keys { get; }

    public WorldModel Model { get; }

    /// <summary>How many processes have died.</summary>
    public int Deaths { get; private set; }

    /// <summary>A store that is keyed by shop alone; null where the app has none.</summary>
    public SimulatedParticipant? Letters { get; }

    /// <summary>What handlers say of it.</summary>
    public IReadOnlyList<string> DeclaredLetters =>
        Letters is null || Bug.LettersAreUndeclared ? [] : [Letters.Name];

    public List<SimulatedParticipant> Participants { get; } =
        [new SimulatedParticipant("files", insideShop: false), new SimulatedParticipant("pixels", insideShop: true)];

    /// <summary>How many processes have stopped in order, with all that they had begun at its end.</summary>
    public int Stops { get; private set; }

    /// <summary>What the silos' shared cache holds.</summary>
    public Dictionary<InstallationId, long> SharedCache { get; } = [];

    public ITeardownStep Decorate(ITeardownStep step) => Bug.Decorate(step);

    /// <summary>Asks a silo to stop, and starts the one that is to take its place.</summary>
    public void StopSilo()
    {
        var silo = Cluster.AnySilo();
        StartSilo();
        silo.Stop();
    }

    /// <summary>A process has stopped; something in it may have come to no end.</summary>
    public void NoteStopped(bool wasCutOff)
    {
        if (!wasCutOff) Stops++;
    }

    // A process that dies is started again; its memory is gone.
    private void StartSilo()
    {
        var silo = new SimulatedSilo(this, $"silo-{++_started}");
        Cluster.Silos.Add(silo);
        silo.Process.OnDeath(() =>
        {
            Cluster.Silos.Remove(silo);
            if (silo.IsStopping) return;
            Deaths++;
            StartSilo();
        });
    }
}
