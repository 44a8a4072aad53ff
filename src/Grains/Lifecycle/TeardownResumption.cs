using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>An operator who repeats an order has a teardown that stands still tried again.</summary>
internal sealed class TeardownResumption(ITeardownStore teardowns, IWorkSignals signals, TimeProvider clock)
{
    /// <summary>Resumes the installation's teardown if it is stalled.</summary>
    public async Task ResumeAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        while (await teardowns.FindByInstallationAsync(installation, cancellationToken) is { } record)
        {
            var resumed = SagaRules.Resume(record, clock.GetUtcNow());
            if (resumed == record) return;
            // When another write came first, it is read again: it may have stalled anew.
            if (await teardowns.SaveAsync(resumed, cancellationToken) is null) continue;
            signals.Notify(WorkKind.Teardowns);
            return;
        }
    }
}
