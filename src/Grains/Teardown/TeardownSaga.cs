using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Tracing;

namespace Shopkeeper.Grains.Teardown;

/// <summary>
/// Runs the plan, one step at a time, forward only. The row is all it knows: an attempt is stored before the step acts
/// and its outcome after, each only if nobody else wrote meanwhile, so any instance can go on after any crash.
/// </summary>
internal sealed partial class TeardownSaga(
    TeardownPlan plan,
    ITeardownStore store,
    TimeProvider time,
    IOptions<TeardownOptions> options,
    ILogger<TeardownSaga> logger)
{
    private readonly TeardownOptions _options = options.Value;

    /// <summary>Runs the first step that is not settled, once.</summary>
    /// <param name="record">The row as it was just read; due and running.</param>
    /// <param name="cancellationToken">Cancels the step.</param>
    /// <exception cref="UnknownStepException">The row names a step that this version doesn't know.</exception>
    public async Task<Advance> AdvanceAsync(TeardownRecord record, CancellationToken cancellationToken)
    {
        var step = plan.NextFor(record);
        var begun = await store.SaveAsync(
            SagaRules.Begin(record, step.Name, time.GetUtcNow(), _options), cancellationToken);
        if (begun is null) return Advance.Again;
        if (begun.Status == TeardownStatus.Stalled) return Stalled(begun, step.Name);

        var outcome = await RunAsync(step, begun, cancellationToken);
        // The last step's end is the row's end: whether it is gone is what the next look finds out.
        if (step == plan.Last && outcome is StepOutcome.Done) return Advance.Again;

        var next = SagaRules.Apply(begun, step.Name, outcome, time.GetUtcNow(), _options);
        var saved = await store.SaveAsync(next, cancellationToken);
        if (saved is null) return Advance.Outrun;
        if (saved.Status == TeardownStatus.Stalled) return Stalled(saved, step.Name);
        return outcome is StepOutcome.Snoozed or StepOutcome.SiloLost or StepOutcome.Failed
            ? Advance.Waits(saved.NextAttemptAt!.Value)
            : Advance.Again;
    }

    private async Task<StepOutcome> RunAsync(
        ITeardownStep step, TeardownRecord record, CancellationToken cancellationToken)
    {
        var context = new StepContext
        {
            Record = record,
            Progress = SagaRules.ProgressOf(record, step.Name),
            Now = time.GetUtcNow(),
        };
        LogBegun(record.Installation, step.Name, context.Progress.Attempts);
        using var span = Traces.Begin("teardown step");
        span?.SetTag(Traces.Installation, record.Installation.ToString());
        span?.SetTag("shopkeeper.teardown.id", record.Id.ToString());
        span?.SetTag("shopkeeper.step", step.Name);
        span?.SetTag("shopkeeper.step.attempt", context.Progress.Attempts);
        using var budget = new CancellationTokenSource(_options.StepBudget, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancellationToken);
        StepOutcome outcome;
        try
        {
            outcome = await step.RunAsync(context, linked.Token);
        }
        catch (Exception exception) when (SiloFault.IsSiloGone(exception))
        {
            outcome = new StepOutcome.SiloLost();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The exception's text may name what must not be told; its type and its trace do not.
            outcome = new StepOutcome.Failed(CodeOf(exception, budget.IsCancellationRequested));
            LogThrew(record.Installation, step.Name, exception);
        }

        Log(record, step.Name, outcome);
        Tell(span, outcome);
        return outcome;
    }

    private static void Tell(Activity? span, StepOutcome outcome) => span.Ended(
        outcome switch
        {
            StepOutcome.Done done => done.Code,
            StepOutcome.Snoozed snoozed => snoozed.Why,
            StepOutcome.SiloLost => OutcomeCodes.SiloGone,
            StepOutcome.Failed failed => failed.Code,
            _ => "progressed",
        },
        failed: outcome is StepOutcome.Failed);

    private static string CodeOf(Exception exception, bool overBudget) => exception switch
    {
        OperationCanceledException when overBudget => OutcomeCodes.TimedOut,
        TimeoutException => OutcomeCodes.TimedOut,
        StorageUnavailableException => OutcomeCodes.StorageUnavailable,
        _ => OutcomeCodes.Unexpected,
    };

    private Advance Stalled(TeardownRecord record, string step)
    {
        LogStalled(record.Installation, step, record.StalledBecause);
        return Advance.Stalled;
    }

    private void Log(TeardownRecord record, string step, StepOutcome outcome)
    {
        switch (outcome)
        {
            case StepOutcome.Done done:
                LogDone(record.Installation, step, done.Code, StoreCounts.Total(done.Counts), done.NotErased.Count);
                break;
            case StepOutcome.Progressed progressed:
                LogProgressed(record.Installation, step, StoreCounts.Total(progressed.Counts));
                break;
            case StepOutcome.Snoozed snoozed:
                LogSnoozed(record.Installation, step, snoozed.Why, snoozed.Delay);
                break;
            case StepOutcome.SiloLost:
                LogSiloLost(record.Installation, step);
                break;
            case StepOutcome.Failed failed:
                LogFailed(record.Installation, step, failed.Code, failed.GoBackTo.Count);
                break;
        }
    }
}
