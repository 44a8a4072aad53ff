using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Compliance;

namespace Shopkeeper.Grains.Teardown.Steps;

/// <summary>
/// Has customers' data requests that came before the end exported first, while participants still hold what is asked
/// for; so it stands behind the jobs' end, when nobody writes to them any more, and before the first participant is
/// asked to erase. It removes nothing. Erasure waits for it no longer than
/// <see cref="ComplianceOptions.SettlePatience"/>: then what is left is closed as not exported, and the certificate
/// says so by the step's code. Twice is safe: it
/// looks at rows, and closes only what is open. What it would still have to do is counted from the rows. A redaction
/// that is open is none of its business: the certificate answers it.
/// </summary>
internal sealed class SettleRequests(IComplianceStore requests, IOptions<ComplianceOptions> options) : ITeardownStep
{
    private const string Hurried = "hurried";
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    public string Name => StepNames.SettleRequests;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var open = await requests.CountUnexportedAsync(context.Installation, cancellationToken);
        if (open == 0)
        {
            return new StepOutcome.Done(
                context.Progress.Cursor is null ? OutcomeCodes.NothingToDo : OutcomeCodes.Done);
        }

        if (context.Progress.Cursor is null)
        {
            await requests.HurryAsync(context.Installation, cancellationToken);
            return new StepOutcome.Progressed(Hurried);
        }

        if (context.Elapsed < options.Value.SettlePatience)
            return new StepOutcome.Snoozed(Pause(context.Elapsed), OutcomeCodes.AwaitsExport);
        var given = await requests.GiveUpAsync(context.Installation, cancellationToken);
        return new StepOutcome.Done(given > 0 ? OutcomeCodes.NotExported : OutcomeCodes.Done);
    }

    public async Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
        StepContext context, CancellationToken cancellationToken)
    {
        var open = await requests.CountUnexportedAsync(context.Installation, cancellationToken);
        return [StoreCounts.Of("compliance_requests", open)];
    }

    // Often at first, and rarely once it takes long.
    private TimeSpan Pause(TimeSpan elapsed)
    {
        var grown = elapsed / 10;
        return grown < options.Value.SettlePoll ? options.Value.SettlePoll
            : grown < LongestPause ? grown
            : LongestPause;
    }
}
