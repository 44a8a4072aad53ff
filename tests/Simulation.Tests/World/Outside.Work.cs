using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Simulation.Tests.Actors;
using Shopkeeper.Simulation.Tests.Jobs;
using Shopkeeper.Simulation.Tests.Platform;

namespace Shopkeeper.Simulation.Tests.World;

/// <summary>What the app itself does with its tokens and jobs, and who looks for those that are due.</summary>
internal sealed partial class Outside
{
    private const int DueMaximum = 8;

    private static readonly TimeSpan NoticedAfter = TimeSpan.FromHours(25);

    private static readonly TimeSpan LookInterval = TimeSpan.FromHours(12);

    private static readonly TimeSpan[] LongWaits =
    [
        TimeSpan.FromSeconds(31), TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(52), TimeSpan.FromMinutes(61),
        TimeSpan.FromHours(25), TimeSpan.FromDays(61),
    ];

    public void PollJobs() => Ask("poll jobs", async silo =>
    {
        if (!silo.Parts.Jobs.Runner.HasPlace) return;
        foreach (var due in await silo.Parts.Jobs.Store.FindDueInstallationsAsync(DueMaximum, CancellationToken.None))
            silo.Poke(
                GrainNames.Queue(due), "dispatch", () => silo.Grains.Queue(due).DispatchAsync(CancellationToken.None));
    });

    public void PollRefreshes() => Ask("poll refreshes", async silo =>
    {
        foreach (var due in await silo.Parts.Tokens.Grants.FindDueAsync(DueMaximum, CancellationToken.None))
            silo.Poke(
                GrainNames.Grant(due), "keep warm",
                () => silo.Grains.Grant(due).KeepWarmAsync(CancellationToken.None));
    });

    /// <summary>The app calls Shopify, and tells what its token was worth.</summary>
    public void UseToken(Installation stay) => Ask("use token", async silo =>
    {
        var keeper = silo.Grains.Grant(stay.Id);
        if ((await keeper.GetTokenAsync(GrantUse.App, CancellationToken.None)).Token is not { } token) return;
        var outcome = await silo.Parts.Shopify.ProbeAsync(new AdminAccess(stay.Shop, token), CancellationToken.None);
        if (outcome.Failure is { } failure)
            await keeper.ReportFailedAsync(token, failure.Kind, failure.ErrorCode, CancellationToken.None);
        else
            await keeper.ReportAcceptedAsync(token, CancellationToken.None);
    });

    private void Work(Command command, ShopAtShopify shop)
    {
        if (command.Kind == CommandKind.WaitLong) WaitLong(LongWaits[command.Steps % LongWaits.Length]);
        if (command.Kind == CommandKind.Migrate) Migrate();
        if (command.Kind == CommandKind.Waive) Waive();
        if (command.Kind == CommandKind.Misconfigure) world.Shopify.Mistake.Change(otherApp: command.Steps % 3 > 0);
        if (world.Database.CurrentOf(shop.Domain)?.Value is not { } stay) return;
        switch (command.Kind)
        {
            case CommandKind.UseToken:
                UseToken(stay);
                break;
            case CommandKind.CheckAccess:
                Ask("check access", silo => silo.Grains.Grant(stay.Id).CheckAsync(CancellationToken.None));
                break;
            case CommandKind.Enqueue:
                Enqueue(stay, command.Steps, key: null);
                break;
            case CommandKind.EnqueueAgain:
                Enqueue(stay, command.Steps, key: "once");
                break;
            case CommandKind.CancelJob when world.Jobs.Of(stay.Id) is { Count: > 0 } jobs:
                Ask("cancel job", silo => silo.Grains.Queue(stay.Id).CancelAsync(
                    jobs[command.Steps % jobs.Count].Id, CancellationToken.None));
                break;
        }
    }

    // Of whatever an operator gives up, the certificate tells.
    private void Waive()
    {
        var open = world.Database.Teardowns.Values.Where(row => row.Record.EndedAt is not null).ToList();
        if (open.Count == 0) return;
        var record = world.Kernel.Chance.Of(open).Record;
        if (record.Steps.FirstOrDefault(step => step.Status is not (StepStatus.Done or StepStatus.Waived)) is not
            { } standing) return;
        world.Model.Waived.Add(record.Installation);
        var order = new WaiveStep { Step = standing.Name, Code = WaiverCodes.AcceptedByLegal };
        Ask("waive", silo => silo.Grains.Teardown(record.Installation).WaiveAsync(order, CancellationToken.None));
    }

    private void Enqueue(Installation stay, int size, string? key)
    {
        var order = new EnqueueJob
        {
            Kind = SimulatedHandler.WorkKind,
            Arguments = SimulatedHandler.Arguments(size),
            IdempotencyKey = key,
            Job = world.Database.NewId(),
        };
        Ask("enqueue", silo => silo.Grains.Queue(stay.Id).EnqueueAsync(order, CancellationToken.None));
    }

    private void Migrate() => Ask("migrate", async silo =>
    {
        var migration = silo.Parts.Tokens.Migration;
        if (world.Kernel.Chance.Below(4) == 0) await migration.ContinueAsync(CancellationToken.None);
        var canary = Settings.Migration.Value.Canary;
        foreach (var due in await migration.FindDueAsync(canary, DueMaximum, CancellationToken.None))
            silo.Watch("migrate", silo.Grains.Grant(due).MigrateAsync(CancellationToken.None));
    });

    // Whatever is due meanwhile happens; twice a day somebody looks for what waits.
    private void WaitLong(TimeSpan time)
    {
        // A mistake is noticed some day: one that lasts as long as a refresh token lives loses every pair.
        if (world.Shopify.Mistake.IsThere && time > NoticedAfter) time = NoticedAfter;
        var end = world.Kernel.Time.Now + time;
        while (world.Kernel.Time.Now < end)
        {
            var next = world.Kernel.Time.Now + LookInterval;
            while (world.Kernel.StepTime(next < end ? next : end))
            {
            }

            if (HasDueRefresh()) PollRefreshes();
            if (HasDueTeardown()) PollTeardowns();
            if (world.Database.Inbox.Exists(row => row.DeadAt is null && row.DueAt <= world.Database.Now)) PollInbox();
        }

        if (world.Shopify.Mistake.IsThere) UseAllTokens();
    }

    // Every shop's users come: whatever is wrong with the settings is wrong for all.
    private void UseAllTokens()
    {
        foreach (var row in world.Database.Installations.Values.ToList())
        {
            if (row.IsCurrent) UseToken(row.Value);
        }
    }

    private bool HasDueRefresh()
    {
        foreach (var row in world.Database.Installations.Values)
        {
            if (row.IsCurrent && row.RefreshDueAt <= world.Database.Now) return true;
        }

        return false;
    }

    private bool HasDueTeardown()
    {
        foreach (var row in world.Database.Teardowns.Values)
        {
            if (row.Record.NextAttemptAt <= world.Database.Now) return true;
        }

        return false;
    }
}
