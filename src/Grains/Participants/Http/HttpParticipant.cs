using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Participants.Http;

/// <summary>
/// A participant that is asked over HTTP, as docs/participants.md has it. It is outside the shop: no token goes over
/// the wire. A call that it answered with 202 is polled; the waiting is the teardown's.
/// </summary>
internal sealed class HttpParticipant : IErasureParticipant
{
    private const string Poll = "status";

    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestRetryAfter = TimeSpan.FromSeconds(1);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpParticipantOptions _options;
    private readonly WebhookSigner _signer;
    private readonly ParticipantTransport _transport;
    private readonly TimeProvider _time;

    public HttpParticipant(
        string name, HttpParticipantOptions options, ParticipantTransport transport, TimeProvider time)
    {
        (Name, _options, _transport, _time) = (name, options, transport, time);
        string[] secrets = options.PreviousSecret is "" ? [options.Secret] : [options.Secret, options.PreviousSecret];
        _signer = new WebhookSigner(
        [
            .. secrets.Select(secret => ParticipantSecret.TryParse(secret, out var key)
                ? key
                : throw new ArgumentException("A participant's secret is none.", nameof(options))),
        ]);
    }

    public string Name { get; }

    public KeyedBy KeyedBy => _options.KeyedBy;

    public Task<IReadOnlyList<StoreCount>> PlanAsync(
        ParticipantContext context, CancellationToken cancellationToken) =>
        CallAsync(ParticipantOperation.Plan, context, ParticipantAnswerReader.Items, cancellationToken);

    public Task<IReadOnlyList<StoreCount>> EraseAsync(
        ParticipantContext context, CancellationToken cancellationToken) =>
        CallAsync(ParticipantOperation.Erase, context, ParticipantAnswerReader.Items, cancellationToken);

    public async Task<long> CountRemainingAsync(ParticipantContext context, CancellationToken cancellationToken) =>
        await CallAsync(ParticipantOperation.Verify, context, ParticipantAnswerReader.Remaining, cancellationToken)
        ?? throw new NotSupportedException("The participant can't count.");

    private async Task<T> CallAsync<T>(
        ParticipantOperation operation,
        ParticipantContext context,
        Func<JsonElement, T> read,
        CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = Request(operation, context);
            using var response = await _transport.SendAsync(request, either.Token);
            Judge(response);
            using var answer = await ParticipantAnswerReader.ReadAsync(
                response.Content, _options.MaximumAnswerBytes, either.Token);
            return read(answer.RootElement);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            // A response that the parser of HTTP refuses is an answer; all else is none.
            var isAnswer = fault is HttpRequestException
            {
                HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded,
            };
            throw new ParticipantCallException(
                isAnswer ? ParticipantCodes.AnswerInvalid : ParticipantCodes.Unreachable);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ParticipantCallException(ParticipantCodes.TimedOut);
        }
    }

    private HttpRequestMessage Request(ParticipantOperation operation, ParticipantContext context)
    {
        var body = ParticipantEnvelope.Write(operation, context);
        var now = _time.GetUtcNow();
        var path = context.Continues ? Poll : ParticipantEnvelope.NameOf(operation);
        // A poll is a message of its own: one that keeps the ids it has seen must not take it for a repetition.
        var id = context.Continues ? $"{context.OperationId}_{now.ToUnixTimeMilliseconds():x}" : context.OperationId;
        var request = new HttpRequestMessage(HttpMethod.Post, $"{_options.Url}/{path}")
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = Json } },
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Shopkeeper", "1"));
        _signer.Sign(request, id, now, body);
        return request;
    }

    private void Judge(HttpResponseMessage response)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                return;
            case HttpStatusCode.Accepted:
                throw new ParticipantBusyException(PollAfter(response));
            case >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest:
                throw new ParticipantCallException(ParticipantCodes.Redirected);
            case >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError:
                throw new ParticipantCallException(ParticipantCodes.Refused, RetryAfter(response));
            case >= HttpStatusCode.InternalServerError:
                throw new ParticipantCallException(ParticipantCodes.Failed, RetryAfter(response));
            default:
                throw new ParticipantCallException(ParticipantCodes.AnswerInvalid);
        }
    }

    private TimeSpan PollAfter(HttpResponseMessage response)
    {
        if (RetryAfter(response) is not { } asked) return _options.PollAfter;
        var least = _options.PollAfter < ShortestRetryAfter ? _options.PollAfter : ShortestRetryAfter;
        return asked > least ? asked : least;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var asked = header?.Delta ?? header?.Date - _time.GetUtcNow();
        return asked is { } wait && wait > TimeSpan.Zero
            ? wait < LongestRetryAfter ? wait : LongestRetryAfter
            : null;
    }
}
