using CsCheck;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Shopify.SessionTokens;
using Shopkeeper.Shopify.Signatures;
using Shopkeeper.Testing.Generation;

namespace Shopkeeper.Shopify.Tests.SessionTokens;

/// <summary>
/// Session tokens of generated headers and claims. Those signed by this app's secret come from whoever has it, and are
/// judged by their claims all the same.
/// </summary>
public sealed class SessionTokenPropertyTests
{
    private static readonly Gen<string> Headers = Gen.OneOf(
        Gen.Const("""{"alg":"HS256","typ":"JWT"}"""), JsonTexts.With("alg", "typ", "crit", "HS256"));

    private static readonly Gen<string> Payloads = Gen.OneOf(
        JsonTexts.With("iss", "dest", "aud", "sub", "exp", "nbf", "sid"),
        Texts.Changed(Gen.Const(TokenForge.Claims().ToJsonString())));

    private readonly SessionTokenValidator _validator = new(
        Options.Create(new ShopifyOptions { ApiKey = TokenForge.ApiKey }), new ApiSecrets(TokenForge.Secret),
        new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(TokenForge.Now)));

    [Fact]
    public void Validate_whatever_the_text_refuses_and_never_throws() =>
        Property.Holds(Texts.Any, text => Assert.IsType<SessionTokenResult.Refused>(_validator.Validate(text)));

    [Fact]
    public void Validate_when_anything_at_all_is_signed_judges_it_and_never_throws() =>
        Property.Holds(Gen.Select(Headers, Payloads), both =>
        {
            var result = _validator.Validate(TokenForge.Sign(both.Item1, both.Item2));
            if (result is not SessionTokenResult.Valid valid) return;

            // What is let in says what the app has to rely on.
            Assert.Contains(TokenForge.ApiKey, both.Item2, StringComparison.Ordinal);
            Assert.EndsWith(".myshopify.com", valid.Claims.Shop.Value, StringComparison.Ordinal);
            Assert.True(valid.Claims.ExpiresAt.ToUnixTimeSeconds() + 10 > TokenForge.Now);
            Assert.True(valid.Claims.UserId is null or > 0);
        });

    [Fact]
    public void Validate_when_the_bytes_signed_are_no_text_refuses_and_never_throws() =>
        Property.Holds(
            JsonTexts.Bytes(Payloads), bytes =>
            {
                var signed = $"{TokenForge.Encode("""{"alg":"HS256","typ":"JWT"}"""u8)}.{TokenForge.Encode(bytes)}";
                _ = _validator.Validate($"{signed}.{TokenForge.SignatureOf(signed)}");
            },
            print: JsonTexts.Print);

    [Fact]
    public void Token_when_made_for_a_shop_and_a_user_reads_back_and_changed_anywhere_is_refused()
    {
        var shops = Gen.Char["abc09-"].Array[0, 20].Select(name => $"a{new string(name)}.myshopify.com");
        Property.Holds(
            Gen.Select(shops, Gen.Long[1, long.MaxValue], Gen.Int[0, 10_000], Gen.Char),
            made =>
            {
                var (shop, user, place, other) = made;
                var claims = TokenForge.Claims();
                claims["dest"] = $"https://{shop}";
                claims["iss"] = $"https://{shop}/admin";
                claims["sub"] = $"{user}";
                var token = TokenForge.Sign(TokenForge.Header(), claims);
                var valid = Assert.IsType<SessionTokenResult.Valid>(_validator.Validate(token));
                Assert.Equal((shop, (long?)user), (valid.Claims.Shop.Value, valid.Claims.UserId));
                var at = place % token.Length;
                if (token[at] == other) return;
                var changed = $"{token[..at]}{other}{token[(at + 1)..]}";
                Assert.IsType<SessionTokenResult.Refused>(_validator.Validate(changed));
            });
    }

    [Fact]
    public void Validate_of_a_longer_token_takes_no_more_than_linear_time()
    {
        var growth = Property.Growth(
            units =>
            {
                // Up to the longest token that is looked at: nested, so that its reading costs as much as it can.
                var payload = $"{{\"a\":{new string('[', units)}";
                _ = _validator.Validate(TokenForge.Sign("""{"alg":"HS256","typ":"JWT"}""", payload));
            },
            180);
        Assert.True(growth < Property.LinearGrowth, $"{growth}");
    }
}
