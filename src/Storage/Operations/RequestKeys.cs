using System.Text;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Operations;

internal sealed class RequestKeys(Database database, IKeyedHash hash) : IRequestKeys
{
    public Task<KnownRequest> RememberAsync(KeyedRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var args = new { keyHash = KeyOf(request), requestHash = hash.Compute("request", request.Content) };
        return database.WriteAsync(
            async db =>
            {
                if (await db.ExecuteAsync("request-keys/remember", args) > 0)
                    return new KnownRequest(KnownRequestState.New);
                var known = (await db.FindAsync<Row>("request-keys/find", new { args.keyHash }))!;
                return known.RequestHash.AsSpan().SequenceEqual(args.requestHash)
                    ? new KnownRequest(KnownRequestState.Repeated, known.ToAnswer())
                    : new KnownRequest(KnownRequestState.Different);
            },
            cancellationToken);
    }

    public Task AnswerAsync(KeyedRequest request, RequestAnswer answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(answer);
        var args = new { keyHash = KeyOf(request), answer = answer.Kind, answerId = answer.Id };
        return database.StatementAsync(db => db.ExecuteAsync("request-keys/answer", args), cancellationToken);
    }

    public Task ForgetAsync(KeyedRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var args = new { keyHash = KeyOf(request), requestHash = hash.Compute("request", request.Content) };
        return database.StatementAsync(db => db.ExecuteAsync("request-keys/forget", args), cancellationToken);
    }

    // The scope's length keeps one scope with a long key from looking like another with a short one.
    private byte[] KeyOf(KeyedRequest request) =>
        hash.Compute("request-key", Encoding.UTF8.GetBytes($"{request.Scope.Length}:{request.Scope}{request.Key}"));

    private sealed record Row
    {
        public byte[] RequestHash { get; init; } = [];

        public string? Answer { get; init; }

        public Guid? AnswerId { get; init; }

        public RequestAnswer? ToAnswer() =>
            Answer is { } kind && AnswerId is { } id ? new RequestAnswer(kind, id) : null;
    }
}
