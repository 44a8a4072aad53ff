namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>A request that was sent under an <c>Idempotency-Key</c>.</summary>
/// <param name="Scope">Among whose keys it counts: another caller's same key is another one.</param>
/// <param name="Key">The key.</param>
/// <param name="Content">All by which the same request is told from another: method, path, query and body.</param>
public sealed record KeyedRequest(string Scope, string Key, byte[] Content)
{
    /// <summary>Nothing of the request.</summary>
    public override string ToString() => nameof(KeyedRequest);
}
