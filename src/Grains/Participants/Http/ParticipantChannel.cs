using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Participants.Http;

/// <summary>
/// Makes one call to a participant over HTTP: signed, within its time, and read strictly. What is no answer, and what
/// is none that fits, becomes an exception with a code.
/// </summary>
internal sealed class ParticipantChannel
{
    private const string Poll = "status";

    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestRetryAfter = TimeSpan.FromSeconds(1);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpParticipantOptions _options;
    private readonly WebhookSigner _signer;
    private readonly ParticipantTransport _transport;
    private readonly TimeProvider _time;

    public ParticipantChannel(HttpParticipantOptions options, ParticipantTransport transport, TimeProvider time)
    {
        (_options, _transport, _time) = (options, transport, time);
        string[] secrets = options.PreviousSecret is "" ? [options.Secret] : [options.Secret, options.PreviousSecret];
        _signer = new WebhookSigner(
        [
            .. secrets.Select(secret => ParticipantSecret.TryParse(secret, out var key)
                ? key
                : throw new ArgumentException("A participant's secret is none.", nameof(options))),
        ]);
    }

    /// <summary>Makes the call, or polls what the participant has answered with 202.</summary>
    /// <param name="call">The operation, its id and its body.</param>
    /// <param name="read">Reads the answer.</param>
    /// <param name="maximumBytes">The longest answer.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ParticipantCallException">It failed, or its answer does not fit.</exception>
    /// <exception cref="ParticipantBusyException">The participant asks for time.</exception>
    public async Task<T> CallAsync<T>(
        ParticipantCall call, Func<JsonElement, T> read, int maximumBytes, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = Request(call);
            using var response = await _transport.SendAsync(request, either.Token);
            Judge(response);
            using var answer = await ParticipantAnswerReader.ReadAsync(
                response.Content, maximumBytes, either.Token);
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

    private HttpRequestMessage Request(ParticipantCall call)
    {
        var now = _time.GetUtcNow();
        var path = call.Continues ? Poll : call.Operation;
        // A poll is a message of its own: one that keeps the ids it has seen must not take it for a repetition.
        var id = call.Continues ? $"{call.OperationId}_{now.ToUnixTimeMilliseconds():x}" : call.OperationId;
        var request = new HttpRequestMessage(HttpMethod.Post, $"{_options.Url}/{path}")
        {
            Content = new ByteArrayContent(call.Body) { Headers = { ContentType = Json } },
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Shopkeeper", "1"));
        _signer.Sign(request, id, now, call.Body);
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
