using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Access;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.ApiLogs;

/// <summary>What a failed call means for the job that made it. Pure.</summary>
internal static class AdminFailureRules
{
    /// <summary>The code of a job that waits for its shop, which is dormant.</summary>
    public const string Dormant = "shopify-dormant";

    /// <summary>
    /// How long to wait when Shopify holds the calls to be malicious (430) and does not say for how long: to go on at
    /// once would prove it right.
    /// </summary>
    public static readonly TimeSpan RejectedRetryAfter = TimeSpan.FromHours(1);

    private static readonly TimeSpan DormantRetryAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ThrottlePauseMaximum = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The job's failure: its code is <c>shopify-</c> and the failure's own. A failure that makes the shop dormant
    /// spends no attempt: the job comes back with its shop.
    /// </summary>
    public static JobFailedException ToJobFailure(AdminFailure failure)
    {
        var code = "shopify-" + failure.Code;
        if (AccessRules.StateOf(failure.Kind, failure.ErrorCode, mayHaveExpired: false) is { } state
            && AccessRules.StopsJobs(state))
        {
            return new JobFailedException(code, retry: true, failure.RetryAfter ?? DormantRetryAfter)
            {
                SpendsAttempt = false,
            };
        }

        return failure.Kind == AdminFailureKind.Rejected
            ? new JobFailedException(code, retry: true, failure.RetryAfter ?? RejectedRetryAfter)
            {
                // Without a status there was no call: another one was rejected, and its whole shop waits.
                SpendsAttempt = failure.Status is not null,
            }
            : new JobFailedException(code, failure.Kind is not AdminFailureKind.Refused, failure.RetryAfter);
    }

    /// <summary>The failure of a job whose shop is dormant: nothing was called.</summary>
    public static JobFailedException WhileDormant(TimeSpan wait) =>
        new(Dormant, retry: true, wait) { SpendsAttempt = false };

    /// <summary>
    /// Why there is no token. Nothing was called, and what is wanting is the shop's or the app's, never the job's: it
    /// spends no attempt, and comes back when a token is there, or after the time that the reply names.
    /// </summary>
    public static Exception NoToken(InstallationId installation, TokenReply reply) => reply.Code switch
    {
        null => new JobFailedException("no-token"),
        TokenCodes.InstallationEnded or TokenCodes.GrantDestroyed => new InstallationEndedException(installation),
        { } code => new JobFailedException(code, retry: true, reply.RetryAfter ?? DormantRetryAfter)
        {
            SpendsAttempt = false,
        },
    };

    /// <summary>How long to wait for the rate limit: as long as Shopify says, at most a minute.</summary>
    public static TimeSpan ThrottlePause(AdminFailure failure, TimeSpan untold)
    {
        var wait = failure.RetryAfter ?? untold;
        if (wait < TimeSpan.Zero) return TimeSpan.Zero;
        return wait < ThrottlePauseMaximum ? wait : ThrottlePauseMaximum;
    }
}
