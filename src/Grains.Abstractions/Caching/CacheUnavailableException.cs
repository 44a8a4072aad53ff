namespace Shopkeeper.Grains.Abstractions.Caching;

/// <summary>
/// The shared level of the cache could not be reached or did not answer in time. Nothing is known of a write.
/// </summary>
[GenerateSerializer, Alias(Aliases.CacheUnavailable)]
public sealed class CacheUnavailableException : Exception
{
    /// <summary>Says what failed by its code alone, never by the driver's text.</summary>
    public CacheUnavailableException(string code)
        : base($"The shared cache is unavailable ({code}).") => Code = code;

    /// <summary>
    /// What failed: <c>connection</c>, <c>timeout</c>, <c>refused</c>, <c>late</c>, <c>unreadable</c>.
    /// </summary>
    [Id(0)]
    public string Code { get; }
}
