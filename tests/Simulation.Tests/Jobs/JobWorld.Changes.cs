using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Simulation.Tests.Stays;

namespace Shopkeeper.Simulation.Tests.Jobs;

/// <summary>What happens to the shop and to the silos.</summary>
internal sealed partial class JobWorld
{
    private void Change(JobCommand command, InstallationId? current)
    {
        switch (command.Act)
        {
            case JobAct.End when current is { } ended:
                Database.Installations[ended].Value =
                    Database.Installations[ended].Value with { EndedAt = Database.Now };
                Run(command.Silo, silo => StopAsync(silo, ended));
                break;
            case JobAct.Purge:
                foreach (var row in Database.Installations.Values.Where(row => !row.IsCurrent).ToList())
                    Run(command.Silo, silo => PurgeAsync(silo, row.Value.Id));
                break;
            case JobAct.Install when current is null:
                Install();
                break;
            case JobAct.Crash:
                _silos[command.Silo]?.Process.Die();
                break;
            case JobAct.Skew when _silos[command.Silo] is { } silo:
                silo.Process.Skew = TimeSpan.FromSeconds((command.Size % 5 - 2) * 30);
                break;
            case JobAct.Wait:
                Pass(Waits[command.Size % Waits.Length]);
                break;
        }
    }

    // As the teardown's step does it.
    private async Task StopAsync(JobSilo silo, InstallationId installation)
    {
        var (_, running) = await silo.Store.StopAllAsync(installation, CancellationToken.None);
        if (running == 0) return;
        var jobs = Table.Of(installation).Where(row => row.Status == JobStatus.Running).Select(row => row.Job.Id);
        await TellAsync(silo, installation, jobs.ToList());
    }

    private async Task PurgeAsync(JobSilo silo, InstallationId installation)
    {
        await silo.Store.StopAllAsync(installation, CancellationToken.None);
        await silo.Store.AbandonAllAsync(installation, CancellationToken.None);
        await Kernel.Effects.Do(silo.Process, "erasure/purge", () =>
        {
            Table.Purge(installation);
            Database.Rows.Remove(installation);
            Database.Installations.Remove(installation);
            _model.Purged(installation);
        });
    }

    private void Install()
    {
        var row = new StayRow
        {
            Value = new Installation
            {
                Id = new InstallationId(Kernel.Chance.Id(Kernel.Time.Now)),
                Shop = Shop,
                ShopId = 77,
                Generation = ++_generation,
                AppInstallationId = "gid://shopify/AppInstallation/1",
                Scopes = "read_products",
                StartedAt = Kernel.Time.Now,
            },
        };
        Database.Installations.Add(row.Value.Id, row);
    }
}
