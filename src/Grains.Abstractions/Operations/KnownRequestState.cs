namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>Whether a request is the first under its key.</summary>
public enum KnownRequestState
{
    /// <summary>It is the first.</summary>
    New = 1,

    /// <summary>The same request came before.</summary>
    Repeated = 2,

    /// <summary>Another request came under the key.</summary>
    Different = 3,
}
