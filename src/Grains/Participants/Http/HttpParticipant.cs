using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Participants.Http;

/// <summary>
/// A participant that is asked over HTTP, as docs/participants.md has it. It is outside the shop: no token goes over
/// the wire. A call that it answered with 202 is polled; the waiting is the teardown's.
/// </summary>
internal sealed class HttpParticipant(
    string name, HttpParticipantOptions options, ParticipantTransport transport, TimeProvider time)
    : IErasureParticipant
{
    private readonly ParticipantChannel _channel = new(options, transport, time);

    public string Name => name;

    public KeyedBy KeyedBy => options.KeyedBy;

    public Task<IReadOnlyList<StoreCount>> PlanAsync(
        ParticipantContext context, CancellationToken cancellationToken) =>
        CallAsync(ParticipantOperation.Plan, context, ParticipantAnswerReader.Items, cancellationToken);

    public Task<IReadOnlyList<StoreCount>> EraseAsync(
        ParticipantContext context, CancellationToken cancellationToken) =>
        CallAsync(ParticipantOperation.Erase, context, ParticipantAnswerReader.Items, cancellationToken);

    public async Task<long> CountRemainingAsync(ParticipantContext context, CancellationToken cancellationToken) =>
        await CallAsync(ParticipantOperation.Verify, context, ParticipantAnswerReader.Remaining, cancellationToken)
        ?? throw new NotSupportedException("The participant can't count.");

    private Task<T> CallAsync<T>(
        ParticipantOperation operation,
        ParticipantContext context,
        Func<JsonElement, T> read,
        CancellationToken cancellationToken) =>
        _channel.CallAsync(
            new ParticipantCall(
                ParticipantEnvelope.NameOf(operation), context.OperationId, context.Continues,
                ParticipantEnvelope.Write(operation, context)),
            read, options.MaximumAnswerBytes, cancellationToken);
}
