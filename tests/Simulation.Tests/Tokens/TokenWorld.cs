using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.OAuth;
using Shopkeeper.Simulation.Tests.Bugs;
using Shopkeeper.Simulation.Tests.Jobs;
using Shopkeeper.Simulation.Tests.Kernel;
using Shopkeeper.Simulation.Tests.Stays;

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>
/// One shop whose tokens two silos hand out and refresh, whatever happens to it, to them and to Shopify.
/// </summary>
internal sealed partial class TokenWorld
{
    private static readonly ShopDomain Shop = ShopDomain.Parse("blue-widgets.myshopify.com");

    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(31), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(6),
        TimeSpan.FromMinutes(52), TimeSpan.FromMinutes(61), TimeSpan.FromHours(25), TimeSpan.FromDays(61),
    ];

    private static readonly TimeSpan Poll = TimeSpan.FromHours(12);

    private readonly TokenSilo[] _silos = new TokenSilo[2];
    private readonly TokenModel _model;
    private readonly List<PairBook> _books = [];
    private int _started;
    private int _generation;

    public TokenWorld(ulong seed, Bug bug, bool traces = false)
    {
        Kernel = new SimulationKernel(seed, traces)
        {
            Odds = new FaultOdds
            {
                AnsweredLater = 150, FailsBefore = 40, AnswerLost = 60, DiesBefore = 15, DiesAfter = 25,
            },
        };
        (Bug, Database, Jobs) = (bug, new StayTable(Kernel), new JobTable());
        Watch = new RefreshWatch
        {
            EraOf = refresh => _books.Select(book => book.EraOf(refresh)).First(era => era is not null)!,
        };
        _model = new TokenModel(this);
        Kernel.AfterStep = _model.Look;
        Install();
    }

    public SimulationKernel Kernel { get; }

    public Bug Bug { get; }

    public StayTable Database { get; }

    public JobTable Jobs { get; }

    public RefreshWatch Watch { get; }

    /// <summary>Shopify's side of the installation that is, or was last.</summary>
    public PairBook? Book => _books.LastOrDefault();

    /// <summary>How often the token endpoint's word was taken down that the app is gone.</summary>
    public int Claims { get; set; }

    /// <summary>How many tokens were handed out.</summary>
    public int HandedOut { get; private set; }

    /// <summary>What was thrown that nobody expects.</summary>
    public string? Broken { get; private set; }

    public void Do(TokenCommand command)
    {
        Kernel.Trace("command", command.ToString());
        var current = Database.Current?.Value.Id;
        var any = Any(command.Size);
        switch (command.Act)
        {
            case TokenAct.Ask when any is { } asked:
                Run(command.Silo, silo => AskAsync(silo, asked, GrantUse.App));
                break;
            case TokenAct.AskForTeardown when any is { } asked:
                Run(command.Silo, silo => AskAsync(silo, asked, GrantUse.Teardown));
                break;
            case TokenAct.KeepWarm when current is { } quiet:
                Run(command.Silo, silo => silo.Desk(quiet).KeepWarmAsync(CancellationToken.None));
                break;
            case TokenAct.NewGrant when current is { } opened:
                Run(command.Silo, silo => SwapAsync(silo, opened));
                break;
            case TokenAct.Destroy when any is { } ended && current != ended:
                Run(command.Silo, silo => DestroyAsync(silo, ended));
                break;
            default:
                Change(command, current);
                break;
        }

        for (var step = command.Size % 6; step > 0 && Kernel.StepEffect(); step--)
        {
            // What is left goes on between the commands that follow.
        }
    }

    /// <summary>The faults stop, time passes, and the shop's token is to be had.</summary>
    public void Settle()
    {
        Kernel.Odds = FaultOdds.None;
        Pass(TimeSpan.FromHours(3));
        if (Database.Current is not { Grant: { } grant } row) return;
        if (Book is not { IsDead: false } book || !book.IsOfThisEra(grant.AccessToken)) return;
        if (grant.RefreshTokenExpiresAt <= Kernel.Time.Now) return;
        var before = HandedOut;
        _silos[0] = Start(0);
        Run(0, silo => AskAsync(silo, row.Value.Id, GrantUse.App));
        Pass(TimeSpan.FromMinutes(5));
        if (HandedOut == before)
            throw new SimulationException("Invariant 9: a current installation has a good pair and gets no token.");
    }

    // Time passes, with all that happens meanwhile. A poller looks for pairs that are due, twice a day.
    private void Pass(TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= Poll)
        {
            var until = Kernel.Time.Now + (left < Poll ? left : Poll);
            while (Kernel.StepTime(until))
            {
                // What is due in this time happens.
            }

            if (left > Poll) Run(0, KeepDueWarmAsync);
        }
    }

    private static async Task KeepDueWarmAsync(TokenSilo silo)
    {
        foreach (var due in await silo.Grants.FindDueAsync(10, CancellationToken.None))
            await silo.Desk(due).KeepWarmAsync(CancellationToken.None);
    }

    // Any stay that is known, the current one most often.
    private InstallationId? Any(int size)
    {
        var rows = Database.Installations.Values;
        if (rows.Count == 0) return null;
        return Database.Current is { } current && size % 4 != 0
            ? current.Value.Id
            : rows.ElementAt(size % rows.Count).Value.Id;
    }

    private void Run(int slot, Func<TokenSilo, Task> work)
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

    private TokenSilo Start(int slot) => new(this, new SimulatedProcess(Kernel, $"silo {slot}/{++_started}"));

    private async Task AskAsync(TokenSilo silo, InstallationId installation, GrantUse use)
    {
        var reply = await silo.Desk(installation).GetAsync(use, CancellationToken.None);
        if (reply.Token is not { } token) return;
        _model.HandedOut(silo.Process, installation, reply, use);
        HandedOut++;
        var book = Book!;
        var taken = await Kernel.Effects.Do(
            silo.Process, "shopify/call", () => book.Use(token, Kernel.Time.Now), _ => true,
            new ShopifyOptions().CallBudget);
        if (taken || use == GrantUse.Teardown) return;
        await Kernel.Effects.Do(silo.Process, "installations/set-access", () =>
        {
            Database.Guard(installation);
            var row = Database.Installations[installation];
            if (row.Grant?.AccessToken.Equals(token) == true)
                row.Value = row.Value with { Access = AccessState.Refused, AccessLostAt = Database.Now };
        });
    }

    private async Task SwapAsync(TokenSilo silo, InstallationId installation)
    {
        var answer = await silo.Endpoint.ExchangeForOfflineAsync(Shop, "session", CancellationToken.None);
        if (answer is not TokenOutcome.Granted { Grant: var granted }) return;
        var grant = silo.Factory.Make(granted);
        await Kernel.Effects.Do(silo.Process, "installations/swap-grant", () =>
        {
            Database.Guard(installation);
            GrantRows.Swap(Database.Installations[installation], grant);
        });
    }

    private async Task DestroyAsync(TokenSilo silo, InstallationId installation)
    {
        await silo.Desk(installation).SettledAsync();
        await Kernel.Effects.Do(silo.Process, "installations/destroy-grant", () =>
        {
            if (!Database.Installations.TryGetValue(installation, out var row)) return;
            row.Grant = null;
            _model.Destroyed(installation);
        });
    }
}
