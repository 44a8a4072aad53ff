using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Simulation.Tests.Bugs;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Stays;

namespace Shopkeeper.Simulation.Tests.Jobs;

/// <summary>One shop whose jobs two silos run, whatever happens to it, to them and to the database.</summary>
internal sealed partial class JobWorld
{
    public const string Kind = "work";

    private static readonly ShopDomain Shop = ShopDomain.Parse("blue-widgets.myshopify.com");
    private static readonly string[] Modes = ["fine", "slow", "fails", "waits", "deaf", "refuses", "fine"];

    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(7),
        TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(2),
    ];

    private readonly JobSilo[] _silos = new JobSilo[2];
    private readonly JobModel _model;
    private readonly Dictionary<Guid, int> _waited = [];
    private int _started;
    private int _generation;

    public JobWorld(ulong seed, Bug bug, bool traces = false)
    {
        Kernel = new SimulationKernel(seed, traces)
        {
            Odds = new FaultOdds
            {
                AnsweredLater = 150, FailsBefore = 40, AnswerLost = 40, DiesBefore = 10, DiesAfter = 10,
            },
        };
        (Bug, Database, Table) = (bug, new StayTable(Kernel), new JobTable());
        _model = new JobModel(this);
        Kernel.AfterStep = _model.Look;
        Install();
    }

    public SimulationKernel Kernel { get; }

    public Bug Bug { get; }

    public StayTable Database { get; }

    public JobTable Table { get; }

    /// <summary>The handlers that work.</summary>
    public List<HandlerRun> Runs { get; } = [];

    /// <summary>What was thrown that nobody expects.</summary>
    public string? Broken { get; private set; }

    /// <summary>Whether a job waits for its shop once more; a shop that stays away keeps its jobs.</summary>
    public bool MayWait(Guid job) => (_waited[job] = _waited.GetValueOrDefault(job) + 1) <= 3;

    public void Do(JobCommand command)
    {
        Kernel.Trace("command", command.ToString());
        var current = Database.Current?.Value.Id;
        switch (command.Act)
        {
            case JobAct.Enqueue when current is { } stay:
                Run(command.Silo, silo => silo.Store.EnqueueAsync(stay, Order(command.Size, null), default));
                break;
            case JobAct.Repeat when current is { } stay:
                Run(command.Silo, silo => silo.Store.EnqueueAsync(stay, Order(command.Size, "once"), default));
                break;
            case JobAct.Dispatch when current is { } stay:
                Run(command.Silo, silo => silo.Dispatch.RunAsync(stay, default));
                break;
            case JobAct.Cancel when current is { } stay && Table.Of(stay).ToList() is { Count: > 0 } rows:
                Run(command.Silo, silo => CancelAsync(silo, stay, rows[command.Size % rows.Count].Job.Id));
                break;
            default:
                Change(command, current);
                break;
        }

        for (var step = command.Size % 8; step > 0 && Kernel.StepEffect(); step--)
        {
            // What is left goes on between the commands that follow.
        }
    }

    /// <summary>The faults stop, and pollers look until there is nothing more to do.</summary>
    public void Settle()
    {
        Kernel.Odds = FaultOdds.None;
        for (var round = 0; round < 60 && (round < 2 || Table.Rows.Any(row => !row.IsOver)); round++)
        {
            if (Database.Current is { } current)
            {
                for (var slot = 0; slot < _silos.Length; slot++)
                    Run(slot, silo => silo.Dispatch.RunAsync(current.Value.Id, default));
            }

            Pass(TimeSpan.FromMinutes(1));
        }

        _model.Settled();
    }

    private void Pass(TimeSpan time)
    {
        var until = Kernel.Time.Now + time;
        while (Kernel.StepTime(until))
        {
            // What is due in this time happens.
        }
    }

    private void Run(int slot, Func<JobSilo, Task> work)
    {
        if (_silos[slot] is not { Process.IsAlive: true }) _silos[slot] = Start(slot);
        var silo = _silos[slot];
        Kernel.Run(silo.Process, () => _ = GuardedAsync());

        async Task GuardedAsync()
        {
            try
            {
                await work(silo);
            }
            catch (Exception expected) when (expected is StorageUnavailableException or InstallationEndedException)
            {
                // Whoever asked hears of it, and asks again or not.
            }
            catch (Exception thrown)
            {
                Broken ??= thrown.ToString();
            }
        }
    }

    private JobSilo Start(int slot) => new(this, new SimulatedProcess(Kernel, $"silo {slot}/{++_started}"));

    private NewJob Order(int size, string? key) => new()
    {
        Id = Kernel.Chance.Id(Kernel.Time.Now),
        Kind = Kind,
        Arguments = $$"""{"pages":{{1 + (size % 5)}},"mode":"{{Modes[size % Modes.Length]}}"}""",
        IdempotencyKey = key,
    };

    // The row's flag is the order; the word to the silos is a hint that may get lost.
    private async Task CancelAsync(JobSilo silo, InstallationId installation, Guid job)
    {
        var view = await silo.Store.RequestCancelAsync(installation, job, CancellationToken.None);
        if (view is not { Status: JobStatus.Running }) return;
        await TellAsync(silo, installation, [job]);
    }

    private Task TellAsync(JobSilo silo, InstallationId installation, IReadOnlyList<Guid> jobs) =>
        Kernel.Effects.Do(silo.Process, "silos/cancel", () =>
        {
            foreach (var other in _silos.Where(other => other is { Process.IsAlive: true }))
            {
                Kernel.Enqueue(other.Process, _ =>
                {
                    foreach (var job in jobs) other.Runner.Cancel(installation, job);
                }, null);
            }
        });
}
