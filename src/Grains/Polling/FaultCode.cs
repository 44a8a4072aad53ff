using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Polling;

/// <summary>What the log says of a fault at the boundary of work in the background.</summary>
internal static class FaultCode
{
    /// <summary>A code: an exception's text can name a grain, and a grain's name can be a shop.</summary>
    public static string Of(Exception fault) => fault switch
    {
        StorageUnavailableException unavailable => "storage-" + unavailable.Code,
        OperationCanceledException or TimeoutException => "timeout",
        _ => fault.GetType().Name,
    };
}
