namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>
/// Remembers requests by their <c>Idempotency-Key</c>, as keyed hashes, for as long as <c>Retention:IdempotencyKeys</c>
/// says.
/// </summary>
public interface IRequestKeys
{
    /// <summary>Notes that a request was sent under a key, unless one was before.</summary>
    Task<KnownRequest> RememberAsync(KeyedRequest request, CancellationToken cancellationToken);

    /// <summary>Notes what the request was answered with. The first answer stays.</summary>
    Task AnswerAsync(KeyedRequest request, RequestAnswer answer, CancellationToken cancellationToken);

    /// <summary>
    /// Frees the key of a request that was refused before anything was done, so that it may be sent corrected. A
    /// request that was answered, and another one's key, stay.
    /// </summary>
    Task ForgetAsync(KeyedRequest request, CancellationToken cancellationToken);
}
