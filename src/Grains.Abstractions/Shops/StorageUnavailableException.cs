namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>
/// The database could not be reached or did not answer in time. Nothing is known of the write; asking again is safe,
/// because every write here may be repeated.
/// </summary>
[GenerateSerializer, Alias(Aliases.StorageUnavailable)]
public sealed class StorageUnavailableException : Exception
{
    /// <summary>Says what failed by its code alone (an SQLSTATE or a kind), never by the driver's text.</summary>
    public StorageUnavailableException(string code)
        : base($"The database is unavailable ({code}).") => Code = code;

    /// <summary>An SQLSTATE or a kind, such as <c>57P01</c> or <c>connection</c>.</summary>
    [Id(0)]
    public string Code { get; }
}
