using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Teardown;

/// <summary>
/// How long a teardown goes on asking a Shopify that can't be reached or refuses for now (402, 423, 5xx), or waits for
/// installs that begin: with growing waits until the deadline. Every step asks at least once; after one step gave up,
/// the next ones don't wait again.
/// </summary>
internal sealed class ShopifyPatience(IOptions<TeardownOptions> options)
{
    private readonly TeardownOptions _options = options.Value;

    /// <summary>True when the deadline is over: what was to be done at Shopify is certified as not erased.</summary>
    public bool IsOver(StepContext context) =>
        context.Elapsed >= _options.ShopifyDeadline
        || context.Record.Steps.Any(step => step.Outcome == OutcomeCodes.Unreachable);

    /// <summary>What a step waits for that had this answer; null where it does not, or not any more.</summary>
    public StepOutcome.Snoozed? Await(StepContext context, ShopifyReply reply) => reply switch
    {
        ShopifyReply.InstallPending when !IsOverForInstalls(context) => Snooze(context, OutcomeCodes.InstallPending),
        ShopifyReply.Later later when !IsOver(context) => Snooze(context, later.Failure),
        _ => null,
    };

    /// <summary>True when no install is waited for any more: never before one that was under way is over.</summary>
    public bool IsOverForInstalls(StepContext context) =>
        IsOver(context) && context.Elapsed > IPermitStore.IntentLifetime;

    /// <summary>
    /// Waits as long again as the step has waited so far, or as long as Shopify asks for, within the deadline.
    /// </summary>
    public StepOutcome.Snoozed Snooze(StepContext context, AdminFailure failure) =>
        Snooze(context, failure.Code, failure.RetryAfter);

    /// <summary>Waits as long again as the step has waited so far, or as long as asked, within the deadline.</summary>
    public StepOutcome.Snoozed Snooze(StepContext context, string code, TimeSpan? retryAfter = null)
    {
        var longest = _options.ShopifyRetryMaximum;
        var delay = Between(_options.ShopifyRetryFirst, context.Elapsed, longest);
        if (retryAfter is { } asked && asked > delay) delay = asked;
        var left = _options.ShopifyDeadline - context.Elapsed;
        return new StepOutcome.Snoozed(Between(_options.ShopifyRetryFirst, delay, left), code);
    }

    private static TimeSpan Between(TimeSpan least, TimeSpan value, TimeSpan most)
    {
        var limited = value < most ? value : most;
        return limited > least ? limited : least;
    }
}
