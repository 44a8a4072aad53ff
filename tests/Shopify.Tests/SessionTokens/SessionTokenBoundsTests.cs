using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Shopify.SessionTokens;
using Shopkeeper.Shopify.Signatures;

namespace Shopkeeper.Shopify.Tests.SessionTokens;

public sealed class SessionTokenBoundsTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(TokenForge.Now));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("Bearer eyJhbGciOiJIUzI1NiJ9.e30.x")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.x.y")]
    public void Validate_when_there_are_not_three_segments_refuses(string? token) =>
        Assert.Equal(SessionTokenRefusal.Malformed, Refused(token, TokenForge.Secret));

    [Fact]
    public void Validate_when_the_token_is_longer_than_the_bound_refuses_although_it_is_signed()
    {
        var claims = TokenForge.Claims();
        claims["filler"] = new string('x', SessionTokenValidator.MaximumLength);
        Assert.Equal(
            SessionTokenRefusal.Malformed, Refused(TokenForge.Sign(TokenForge.Header(), claims), TokenForge.Secret));
        claims["filler"] = new string('x', SessionTokenValidator.MaximumLength / 2);
        Assert.IsType<SessionTokenResult.Valid>(
            Validator(TokenForge.Secret).Validate(TokenForge.Sign(TokenForge.Header(), claims)));
    }

    [Fact]
    public void Validate_when_a_segment_is_padded_or_not_the_shortest_form_refuses()
    {
        var token = TokenForge.Sign(TokenForge.Header(), TokenForge.Claims());
        var signed = token[..token.LastIndexOf('.')];
        Assert.Equal(SessionTokenRefusal.Malformed, Refused(token + "=", TokenForge.Secret));
        var padded = signed + "=";
        Assert.Equal(
            SessionTokenRefusal.Malformed, Refused($"{padded}.{TokenForge.SignatureOf(padded)}", TokenForge.Secret));
    }

    [Fact]
    public void Validate_when_segments_are_signed_rubbish_never_throws()
    {
        var validator = Validator(TokenForge.Secret);
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var random = new Random(20_260_101);
        for (var round = 0; round < 5_000; round++)
        {
            var payload = new string(random.GetItems<char>(Alphabet, random.Next(0, 60)));
            var signed = $"{TokenForge.Encode("""{"alg":"HS256","typ":"JWT"}"""u8)}.{payload}";
            var result = validator.Validate($"{signed}.{TokenForge.SignatureOf(signed)}");
            Assert.True(result is SessionTokenResult.Refused, payload);
        }
    }

    [Fact]
    public void Validate_when_payloads_are_signed_but_cut_or_garbled_never_throws()
    {
        var validator = Validator(TokenForge.Secret);
        var payload = Encoding.UTF8.GetBytes(TokenForge.Claims().ToJsonString());
        var random = new Random(42);
        for (var round = 0; round < 5_000; round++)
        {
            var garbled = payload[..random.Next(1, payload.Length + 1)];
            garbled[random.Next(garbled.Length)] = (byte)random.Next(256);
            var signed = $"{TokenForge.Encode("""{"alg":"HS256","typ":"JWT"}"""u8)}.{TokenForge.Encode(garbled)}";
            Assert.NotNull(validator.Validate($"{signed}.{TokenForge.SignatureOf(signed)}"));
        }
    }

    [Fact]
    public void Validate_when_a_previous_secret_signed_accepts_and_an_unknown_one_does_not()
    {
        var token = TokenForge.Sign(TokenForge.Header(), TokenForge.Claims(), "older");
        Assert.IsType<SessionTokenResult.Valid>(Validator("new", "oldest", "older").Validate(token));
        Assert.Equal(SessionTokenRefusal.Signature, Refused(token, "new", "oldest"));
        Assert.Equal(SessionTokenRefusal.Signature, Refused(token[..(token.LastIndexOf('.') + 1)], "older"));
    }

    [Fact]
    public void Validate_allocates_little_because_every_request_comes_through_here()
    {
        // Bytes, not seconds: a busy machine must not fail the test.
        var validator = Validator("new", TokenForge.Secret);
        var token = TokenForge.Sign(TokenForge.Header(), TokenForge.Claims());
        for (var round = 0; round < 200; round++) validator.Validate(token);
        const int Rounds = 1_000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Rounds; round++) validator.Validate(token);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
        Assert.True(each < 2_048, $"{each} bytes a validation");
    }

    private SessionTokenRefusal Refused(string? token, string secret, params string[] previous) =>
        Assert.IsType<SessionTokenResult.Refused>(Validator(secret, previous).Validate(token)).Reason;

    private SessionTokenValidator Validator(string secret, params string[] previous) =>
        new(
            Options.Create(new ShopifyOptions { ApiKey = TokenForge.ApiKey, ApiSecret = secret }),
            new ApiSecrets(secret, previous),
            _time);
}
