using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Certificates;

namespace Shopkeeper.Grains.Teardown.Steps;

/// <summary>
/// Signs the certificate and, in one transaction, stores it and removes the teardown's row with what triggered it.
/// Twice is safe: the row that is gone certifies nothing again.
/// </summary>
internal sealed class Certify(CertificateIssuer issuer, ITeardownStore store) : ITeardownStep
{
    public string Name => StepNames.Certify;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var certificate = issuer.Issue(context.Record);
        var certified = await store.CertifyAsync(context.Record, certificate, cancellationToken);
        return certified ? new StepOutcome.Done(OutcomeCodes.Done) : new StepOutcome.Failed(OutcomeCodes.Conflict);
    }

    public async Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
        StepContext context, CancellationToken cancellationToken)
    {
        var row = await store.FindByInstallationAsync(context.Installation, cancellationToken);
        return [StoreCounts.Of("teardowns", row is null ? 0 : 1)];
    }
}
