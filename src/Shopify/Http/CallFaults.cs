using Polly.Timeout;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Shopify.Http;

/// <summary>Maps the exceptions of a call to failures, in one place.</summary>
internal static class CallFaults
{
    /// <summary>
    /// Null for an exception that is no failure of the call: a bug, or the caller's own cancellation.
    /// </summary>
    public static AdminFailure? Map(Exception? fault, CancellationToken callers) => fault switch
    {
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded,
        }
            => new AdminFailure { Kind = AdminFailureKind.Unreadable },
        HttpRequestException or IOException or TimeoutRejectedException
            => new AdminFailure { Kind = AdminFailureKind.Unreachable },
        // A connect time-out is a cancellation that nobody asked for.
        OperationCanceledException when !callers.IsCancellationRequested
            => new AdminFailure { Kind = AdminFailureKind.Unreachable },
        _ => null,
    };
}
