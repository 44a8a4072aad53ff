using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.ApiLogs;

/// <summary>What a failed call means for the job that made it. Pure.</summary>
internal static class AdminFailureRules
{
    // A shop that is frozen or locked stays so for hours; asking every few seconds helps nobody.
    private static readonly TimeSpan ClosedShopRetryAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan ThrottlePauseMaximum = TimeSpan.FromMinutes(1);

    /// <summary>The job's failure: its code is <c>shopify-</c> and the failure's own.</summary>
    public static JobFailedException ToJobFailure(AdminFailure failure) => new(
        "shopify-" + failure.Code,
        retry: failure.Kind is not AdminFailureKind.Refused,
        retryAfter: failure.Kind is AdminFailureKind.PaymentRequired or AdminFailureKind.Locked
            ? failure.RetryAfter ?? ClosedShopRetryAfter
            : failure.RetryAfter);

    /// <summary>Why there is no token.</summary>
    public static Exception NoToken(InstallationId installation, string? code) => code switch
    {
        null => new JobFailedException("no-token"),
        "installation-ended" or "grant-destroyed" => new InstallationEndedException(installation),
        _ => new JobFailedException(code),
    };

    /// <summary>How long to wait for the rate limit: as long as Shopify says, at most a minute.</summary>
    public static TimeSpan ThrottlePause(AdminFailure failure, TimeSpan untold)
    {
        var wait = failure.RetryAfter ?? untold;
        if (wait < TimeSpan.Zero) return TimeSpan.Zero;
        return wait < ThrottlePauseMaximum ? wait : ThrottlePauseMaximum;
    }
}
