using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Shopify.SessionTokens;
using Shopkeeper.Shopify.Signatures;

namespace Shopkeeper.Shopify.Tests.SessionTokens;

public sealed class SessionTokenValidatorTests
{
    // Made by hand with another tool.
    private const string Golden =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2JsdWUtd2lkZ2V0cy5teXNob3BpZnkuY29tL2FkbWl"
        + "uIiwiZGVzdCI6Imh0dHBzOi8vYmx1ZS13aWRnZXRzLm15c2hvcGlmeS5jb20iLCJhdWQiOiJhcGkta2V5Iiwic3ViIjoiNDIiLCJ"
        + "leHAiOjE3MDAwMDAwNjAsIm5iZiI6MTcwMDAwMDAwMCwiaWF0IjoxNzAwMDAwMDAwLCJqdGkiOiJmODkxMjEyOS0xYWY2LTRjYWQ"
        + "tOWNhMy03NmIwZjc2MjEwODciLCJzaWQiOiJhYWVhMTgyZjI3MzJkNDRjMjMwNTdjMGZlYTU4NDAyMWE0NDg1YjJiZDI1ZDNlYjd"
        + "mZDM0OTMxM2FkMjRjNjg1In0.z9LYuFPrKoTIXqTgnLRL0n7hdWwzRObUOXYdtXSTxzU";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(TokenForge.Now));

    [Fact]
    public void Validate_when_made_by_hand_elsewhere_reads_the_claims()
    {
        var claims = Valid(Golden);
        Assert.Equal("blue-widgets.myshopify.com", claims.Shop.Value);
        Assert.Equal(42, claims.UserId);
        Assert.Equal("aaea182f2732d44c23057c0fea584021a4485b2bd25d3eb7fd349313ad24c685", claims.SessionId);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(TokenForge.Now + 60), claims.ExpiresAt);
        Assert.Equal("SessionClaims", claims.ToString());
    }

    [Fact]
    public void Validate_when_any_one_character_is_changed_refuses()
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \u0141";
        var validator = Validator();
        for (var at = 0; at < Golden.Length; at++)
        {
            foreach (var other in Alphabet.Where(other => other != Golden[at]))
            {
                var changed = Golden[..at] + other + Golden[(at + 1)..];
                Assert.True(validator.Validate(changed) is SessionTokenResult.Refused, $"{at} {other}");
            }
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("hs256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    [InlineData("RS256")]
    [InlineData("ES256")]
    [InlineData("")]
    [InlineData("HS256 ")]
    public void Validate_when_the_token_wants_another_algorithm_refuses_even_a_good_signature(string algorithm)
    {
        var header = TokenForge.Header();
        header["alg"] = algorithm;
        var token = TokenForge.Sign(header, TokenForge.Claims());
        Assert.Equal(SessionTokenRefusal.Algorithm, Refused(token));
        Assert.Equal(SessionTokenRefusal.Algorithm, Refused(token[..(token.LastIndexOf('.') + 1)]));
    }

    [Theory]
    [InlineData("""{"typ":"JWT"}""")]
    [InlineData("""{"alg":null}""")]
    [InlineData("""{"alg":["HS256"]}""")]
    [InlineData("""{"alg":{"alg":"HS256"}}""")]
    [InlineData("""{"alg":"HS256","alg":"none"}""")]
    [InlineData("""{"alg":"none","alg":"HS256"}""")]
    [InlineData("""{"alg":"HS256","crit":["b64"],"b64":false}""")]
    [InlineData("{}")]
    public void Validate_when_the_header_is_ambiguous_or_demands_more_refuses(string header) =>
        Assert.Equal(SessionTokenRefusal.Algorithm, Refused(TokenForge.Sign(header, Payload())));

    [Theory]
    [InlineData("")]
    [InlineData("HS256")]
    [InlineData("[]")]
    [InlineData("""{"alg":"HS256" """)]
    [InlineData("""{"alg":"HS256"}{}""")]
    [InlineData("""{"alg":"HS256"}x""")]
    public void Validate_when_the_header_is_no_object_refuses(string header) =>
        Assert.Equal(SessionTokenRefusal.Malformed, Refused(TokenForge.Sign(header, Payload())));

    [Theory]
    [InlineData("""{"typ":"JWT","alg":"HS256"}""")]
    [InlineData("""{ "alg" : "HS256" }""")]
    [InlineData("""{"alg":"HS256","kid":"1","typ":"JWT","more":{"a":[1,2]}}""")]
    public void Validate_when_the_header_is_written_in_another_way_accepts(string header) =>
        Valid(TokenForge.Sign(header, Payload()));

    [Theory]
    [InlineData(-10, SessionTokenRefusal.Expired)]
    [InlineData(-1_000_000, SessionTokenRefusal.Expired)]
    [InlineData(-9, null)]
    [InlineData(1, null)]
    public void Validate_allows_ten_seconds_after_the_end(int seconds, SessionTokenRefusal? refusal) =>
        Judged(TokenForge.With("exp", TokenForge.Now + seconds), refusal);

    [Theory]
    [InlineData(11, SessionTokenRefusal.NotYetValid)]
    [InlineData(10, null)]
    [InlineData(-1, null)]
    public void Validate_allows_ten_seconds_before_the_beginning(int seconds, SessionTokenRefusal? refusal) =>
        Judged(TokenForge.With("nbf", TokenForge.Now + seconds), refusal);

    [Theory]
    [InlineData("aud", "another-app", SessionTokenRefusal.Audience)]
    [InlineData("aud", "API-KEY", SessionTokenRefusal.Audience)]
    [InlineData("aud", "", SessionTokenRefusal.Audience)]
    [InlineData("dest", "http://blue-widgets.myshopify.com", SessionTokenRefusal.Destination)]
    [InlineData("dest", "blue-widgets.myshopify.com", SessionTokenRefusal.Destination)]
    [InlineData("dest", "https://blue-widgets.myshopify.com/", SessionTokenRefusal.Destination)]
    [InlineData("dest", "https://blue-widgets.myshopify.com.evil.example", SessionTokenRefusal.Destination)]
    [InlineData("dest", "https://evil.example#blue-widgets.myshopify.com", SessionTokenRefusal.Destination)]
    [InlineData("dest", "https://blue-widgets.myshopify.com\n", SessionTokenRefusal.Destination)]
    [InlineData("dest", "https://user@blue-widgets.myshopify.com", SessionTokenRefusal.Destination)]
    [InlineData("dest", "", SessionTokenRefusal.Destination)]
    [InlineData("dest", "https://red-widgets.myshopify.com", SessionTokenRefusal.Issuer)]
    [InlineData("iss", "https://red-widgets.myshopify.com/admin", SessionTokenRefusal.Issuer)]
    [InlineData("iss", "https://blue-widgets.myshopify.com", SessionTokenRefusal.Issuer)]
    [InlineData("iss", "https://blue-widgets.myshopify.com/admin/", SessionTokenRefusal.Issuer)]
    [InlineData("iss", "http://blue-widgets.myshopify.com/admin", SessionTokenRefusal.Issuer)]
    [InlineData("iss", "", SessionTokenRefusal.Issuer)]
    [InlineData("sub", "gid://shopify/Customer/42", SessionTokenRefusal.Subject)]
    [InlineData("sub", "", SessionTokenRefusal.Subject)]
    [InlineData("sub", "-1", SessionTokenRefusal.Subject)]
    [InlineData("sub", "0", SessionTokenRefusal.Subject)]
    [InlineData("sub", "99999999999999999999", SessionTokenRefusal.Subject)]
    public void Validate_when_a_claim_is_wrong_names_it(string claim, string value, SessionTokenRefusal refusal) =>
        Assert.Equal(refusal, Refused(TokenForge.With(claim, value)));

    [Theory]
    [InlineData("exp", SessionTokenRefusal.Expired)]
    [InlineData("aud", SessionTokenRefusal.Audience)]
    [InlineData("dest", SessionTokenRefusal.Destination)]
    [InlineData("iss", SessionTokenRefusal.Issuer)]
    [InlineData("sub", null)]
    [InlineData("sid", null)]
    [InlineData("nbf", null)]
    [InlineData("jti", null)]
    public void Validate_when_a_claim_is_missing_refuses_unless_it_is_optional(
        string claim, SessionTokenRefusal? refusal) =>
        Judged(TokenForge.Without(claim), refusal);

    [Theory]
    [InlineData("exp", "\"1700000060\"")]
    [InlineData("exp", "1.7e99")]
    [InlineData("exp", "99999999999999999999")]
    [InlineData("exp", "9223372036854775807")]
    [InlineData("exp", "-1")]
    [InlineData("exp", "null")]
    [InlineData("nbf", "true")]
    [InlineData("aud", "[\"api-key\"]")]
    [InlineData("aud", "1")]
    [InlineData("dest", "{}")]
    [InlineData("iss", "[]")]
    [InlineData("sub", "42")]
    [InlineData("sid", "1")]
    public void Validate_when_a_claim_has_another_type_refuses(string claim, string json) =>
        Assert.Equal(SessionTokenRefusal.Malformed, Refused(TokenForge.With(claim, JsonNode.Parse(json))));

    [Theory]
    [InlineData("iss")]
    [InlineData("dest")]
    [InlineData("aud")]
    [InlineData("sub")]
    [InlineData("exp")]
    [InlineData("nbf")]
    [InlineData("sid")]
    public void Validate_when_a_claim_is_repeated_refuses(string claim)
    {
        var payload = Payload();
        var again = TokenForge.Claims()[claim]!.ToJsonString();
        var doubled = $"{payload[..^1]},\"{claim}\":{again}}}";
        Assert.Equal(SessionTokenRefusal.Malformed, Refused(TokenForge.Sign("""{"alg":"HS256"}""", doubled)));
        var escaped = $"{payload[..^1]},\"\\u00{(int)claim[0]:x2}{claim[1..]}\":{again}}}";
        Assert.Equal(SessionTokenRefusal.Malformed, Refused(TokenForge.Sign("""{"alg":"HS256"}""", escaped)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("""{"iss":"\ud800"}""")]
    public void Validate_when_the_payload_is_no_object_refuses(string payload) =>
        Assert.Equal(SessionTokenRefusal.Malformed, Refused(TokenForge.Sign("""{"alg":"HS256"}""", payload)));

    private static string Payload() => TokenForge.Claims().ToJsonString();

    private SessionClaims Valid(string token) =>
        Assert.IsType<SessionTokenResult.Valid>(Validator().Validate(token)).Claims;

    private SessionTokenRefusal Refused(string? token) =>
        Assert.IsType<SessionTokenResult.Refused>(Validator().Validate(token)).Reason;

    private void Judged(string token, SessionTokenRefusal? refusal)
    {
        if (refusal is null) Valid(token);
        else Assert.Equal(refusal, Refused(token));
    }

    private SessionTokenValidator Validator() =>
        new(
            Options.Create(new ShopifyOptions { ApiKey = TokenForge.ApiKey, ApiSecret = TokenForge.Secret }),
            new ApiSecrets(TokenForge.Secret),
            _time);
}
