using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Shopkeeper.EndToEnd.Tests.Participants;

/// <summary>What the sample participant takes for a request of Shopkeeper's, and what it does not.</summary>
public sealed class NodeSignatureTests : IAsyncLifetime
{
    private static readonly string Previous = NodeParticipant.NewSecret();
    private readonly NodeParticipant _node = new(
        new Dictionary<string, string?> { ["PREVIOUS_SECRET"] = Previous });

    private readonly HttpClient _http = new();

    public async ValueTask InitializeAsync() => await _node.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _node.DisposeAsync();
    }

    [Fact]
    public async Task Request_that_is_signed_with_either_secret_is_answered_with_zeros_for_a_stay_it_never_heard_of()
    {
        foreach (var secret in (string[])[_node.Secret, Previous])
        {
            using var answer = await SendAsync("plan", Body("plan"), secret);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("""{"items":[]}""", await answer.Content.ReadAsStringAsync(CancellationToken.None));
        }
    }

    [Fact]
    public async Task Request_that_is_signed_by_nobody_or_another_or_too_long_ago_or_was_altered_is_refused()
    {
        using var other = await SendAsync("plan", Body("plan"), NodeParticipant.NewSecret());
        using var old = await SendAsync("plan", Body("plan"), _node.Secret, TimeSpan.FromMinutes(-6));
        using var early = await SendAsync("plan", Body("plan"), _node.Secret, TimeSpan.FromMinutes(6));
        using var altered = await SendAsync("erase", Body("plan"), _node.Secret, sent: Body("erase"));
        using var unsigned = await _http.PostAsync(
            new Uri(_node.Url, "/plan"), new StringContent(Body("plan")), CancellationToken.None);

        Assert.All(
            [other, old, early, altered, unsigned],
            answer => Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode));
    }

    [Fact]
    public async Task Request_for_one_operation_that_is_sent_to_another_erases_nothing()
    {
        using var answer = await SendAsync("erase", Body("plan"), _node.Secret);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("plan", "{}")]
    [InlineData("plan", "no JSON")]
    [InlineData("plan", "[]")]
    [InlineData("erase", """{"operation":"erase","operationId":"../../etc","installationId":"..","shop":".."}""")]
    public async Task Request_that_is_signed_and_makes_no_sense_is_refused(string path, string body)
    {
        using var answer = await SendAsync(path, body, _node.Secret);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static string Body(string operation) => JsonSerializer.Serialize(new
    {
        operation,
        operationId = "op_1",
        installationId = "0190a1b2-0000-7000-8000-000000000000",
        shop = "blue-widgets.myshopify.com",
    });

    private Task<HttpResponseMessage> SendAsync(
        string path, string body, string secret, TimeSpan? ago = null, string? sent = null)
    {
        var at = $"{(TimeProvider.System.GetUtcNow() + (ago ?? TimeSpan.Zero)).ToUnixTimeSeconds()}";
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var signature = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"msg_1.{at}.{body}"));
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_node.Url, path))
        {
            Content = new StringContent(sent ?? body),
        };
        request.Headers.Add("webhook-id", "msg_1");
        request.Headers.Add("webhook-timestamp", at);
        request.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(signature));
        return _http.SendAsync(request, CancellationToken.None);
    }
}
