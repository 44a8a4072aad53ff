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
}
