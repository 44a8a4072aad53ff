using CsCheck;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Shopkeeper.Shopify.Signatures;
using Shopkeeper.Testing.Generation;

namespace Shopkeeper.Shopify.Tests.Signatures;

/// <summary>Signatures of generated queries and bodies: what was signed verifies, and nothing else does.</summary>
public sealed class SignaturePropertyTests
{
    private const string Secret = "hush-hush";
    private static readonly ApiSecrets Secrets = new("another", Secret, "a third");

    private static readonly Gen<string> Names =
        Gen.OneOf(Gen.OneOfConst("shop", "code", "a", "a=b", "a%3Db", "a&b", "signature", "HMAC", "ä"), Texts.Whole);

    private static readonly Gen<KeyValuePair<string, string>[]> Queries =
        Gen.Select(Names, Texts.Whole, KeyValuePair.Create).Array[0, 6]
            .Select(pairs => pairs.DistinctBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).ToArray());

    [Fact]
    public void Query_when_signed_verifies_in_either_form_and_with_any_secret_in_use() =>
        Property.Holds(Queries, pairs =>
        {
            var signature = QuerySignature.Sign(pairs, Secret);
            Assert.Equal(QuerySignatureResult.Valid, QuerySignature.Verify(Query(pairs, signature), Secrets));
            Assert.Equal(
                QuerySignatureResult.Mismatch, QuerySignature.Verify(Query(pairs, signature), new ApiSecrets("other")));
        });

    [Fact]
    public void Query_when_anything_in_it_differs_does_not_verify_by_the_signature_of_another() =>
        Property.Holds(Gen.Select(Queries, Queries), both =>
        {
            var (one, other) = both;
            var result = QuerySignature.Verify(Query(other, QuerySignature.Sign(one, Secret)), Secrets);
            Assert.Equal(IsSame(one, other), result == QuerySignatureResult.Valid);
        });

    [Fact]
    public void Query_when_one_parameter_is_changed_does_not_verify() =>
        Property.Holds(
            Gen.Select(Queries.Where(pairs => Signed(pairs).Length > 0), Gen.Int[0, 100], Texts.Whole), tried =>
            {
                var (pairs, place, value) = tried;
                var signed = Signed(pairs);
                var at = signed[place % signed.Length];
                var changed = pairs.Select(
                    pair => pair.Key == at.Key ? KeyValuePair.Create(pair.Key, value) : pair).ToArray();
                var result = QuerySignature.Verify(Query(changed, QuerySignature.Sign(pairs, Secret)), Secrets);
                Assert.Equal(at.Value == value, result == QuerySignatureResult.Valid);
            });

    [Fact]
    public void Query_whatever_stands_in_the_address_is_judged_and_never_throws() =>
        Property.Holds(Gen.Select(Texts.Any, Texts.Any), both =>
        {
            var read = QueryHelpers.ParseQuery($"?{both.Item1}&hmac={both.Item2}");
            var result = QuerySignature.Verify(new QueryCollection(read), Secrets);
            Assert.NotEqual(QuerySignatureResult.Valid, result);
            _ = QueryTimestamp.IsFresh(new QueryCollection(read), TimeProvider.System);
        });

    [Fact]
    public void Body_when_signed_verifies_whole_or_in_pieces_and_changed_in_one_bit_does_not() =>
        Property.Holds(
            Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[0, 200], Gen.Int[0, 7]),
            tried =>
            {
                var (body, place, bit) = tried;
                var signature = WebhookSignature.Sign(body, Secret);
                Assert.Equal(1, WebhookSignature.FindSecret(body, signature, Secrets));
                Assert.True(WebhookSignature.Verify(Pieces.Of(body, place % 7 + 1), signature, Secrets));
                var changed = body.Length == 0 ? [0] : (byte[])body.Clone();
                if (body.Length > 0) changed[place % body.Length] ^= (byte)(1 << bit);
                Assert.Equal(-1, WebhookSignature.FindSecret(changed, signature, Secrets));
                Assert.Equal(-1, WebhookSignature.FindSecret(body.Append((byte)place).ToArray(), signature, Secrets));
            });

    [Fact]
    public void Signature_of_a_body_in_any_other_spelling_is_refused_and_never_throws()
    {
        var body = "{\"id\":1}"u8.ToArray();
        var right = WebhookSignature.Sign(body, Secret);
        Property.Holds(Texts.Near(Gen.Const(right)), text =>
        {
            Assert.Equal(text == right, WebhookSignature.Verify(body, text, Secrets));
            Assert.Equal(text == right, WebhookSignature.Verify(Pieces.Of(body, 3), text, Secrets));
        });
    }

    [Fact]
    public void Query_with_more_in_it_takes_no_more_than_linear_time()
    {
        var signature = new string('0', 64);
        var growth = Property.Growth(
            units => QuerySignature.Verify(
                new QueryCollection(new Dictionary<string, StringValues>
                {
                    ["a"] = new string('&', units), ["hmac"] = signature,
                }),
                Secrets),
            20_000);
        Assert.True(growth < Property.LinearGrowth, $"{growth}");
    }

    private static QueryCollection Query(KeyValuePair<string, string>[] pairs, string signature)
    {
        // As it comes over the wire: encoded there and decoded here.
        var address = string.Join('&', pairs.Where(pair => !pair.Key.Equals("hmac", StringComparison.OrdinalIgnoreCase))
            .Append(KeyValuePair.Create("hmac", signature))
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        return new QueryCollection(QueryHelpers.ParseQuery(address));
    }

    private static KeyValuePair<string, string>[] Signed(KeyValuePair<string, string>[] pairs) =>
    [
        .. pairs.Where(pair => !pair.Key.Equals("hmac", StringComparison.OrdinalIgnoreCase)
                && !pair.Key.Equals("signature", StringComparison.OrdinalIgnoreCase))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal),
    ];

    private static bool IsSame(KeyValuePair<string, string>[] one, KeyValuePair<string, string>[] other) =>
        Signed(one).SequenceEqual(Signed(other));
}
