namespace Shopkeeper.Grains.Webhooks;

/// <summary>How long a failed delivery waits.</summary>
internal static class RetryDelay
{
    /// <summary>The wait after so many failed attempts: doubled each time, up to the maximum.</summary>
    public static TimeSpan After(int attempts, WebhooksOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var wait = options.RetryFirst;
        for (var attempt = 1; attempt < attempts && wait < options.RetryMaximum; attempt++) wait *= 2;
        return wait < options.RetryMaximum ? wait : options.RetryMaximum;
    }
}
