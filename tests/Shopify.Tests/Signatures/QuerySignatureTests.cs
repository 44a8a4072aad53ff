using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Time.Testing;
using Shopkeeper.Shopify.Signatures;

namespace Shopkeeper.Shopify.Tests.Signatures;

public sealed class QuerySignatureTests
{
    private const string Secret = "hush-hush";

    // Signed by hand: code=…&shop=…&state=…&timestamp=…, HMAC-SHA256, hex.
    private const string Callback =
        "code=0907a61c0c8d55e99db179b68161bc00&hmac=5aaa3fbd797fe514884047ad1502c32c27ec5585cdf70890bb3cca57af58697a"
        + "&shop=some-shop.myshopify.com&state=0.6784241404160823&timestamp=1337178173";

    private static readonly ApiSecrets Secrets = new(Secret);

    [Theory]
    [InlineData(Callback)]
    [InlineData(
        "timestamp=1337178173&state=0.6784241404160823&shop=some-shop.myshopify.com"
        + "&hmac=5aaa3fbd797fe514884047ad1502c32c27ec5585cdf70890bb3cca57af58697a"
        + "&code=0907a61c0c8d55e99db179b68161bc00")]
    [InlineData(Callback + "&signature=left-out")]
    public void Verify_when_signed_by_hand_accepts_in_any_order(string query) =>
        Assert.Equal(QuerySignatureResult.Valid, Verify(query));

    [Theory]
    [InlineData("51e257dc0f1b9be62aee1f617e4088955dd2522c51f11bdf9728eb6ad71cdae0")] // a%20b, 1%262%3D3
    [InlineData("34b80d463c179111b010c33c7186dc48c300b3d48d09d4b5b977e7580753d7b6")] // a b, 1%262=3
    public void Verify_when_values_hold_spaces_accepts_the_library_s_and_the_documented_form(string hmac)
    {
        const string Rest =
            "&host=YWRtaW4&note=1%262%3D3&shop=some-shop.myshopify.com&state=s&timestamp=1337178173&hmac=";
        Assert.Equal(QuerySignatureResult.Valid, Verify("code=a%20b" + Rest + hmac));
        Assert.Equal(QuerySignatureResult.Valid, Verify("code=a+b" + Rest + hmac));
    }

    [Fact]
    public void Verify_when_any_character_is_changed_never_accepts()
    {
        for (var at = 0; at < Callback.Length; at++)
        {
            foreach (var other in "0aZ-%&=+".Where(other => other != Callback[at]))
            {
                var changed = Callback[..at] + other + Callback[(at + 1)..];
                Assert.False(Verify(changed) == QuerySignatureResult.Valid, $"{at} {other}: {changed}");
            }
        }
    }

    [Theory]
    [InlineData("&new=1")]
    [InlineData("&new")]
    [InlineData("&=")]
    public void Verify_when_a_parameter_is_added_refuses(string added) =>
        Assert.Equal(QuerySignatureResult.Mismatch, Verify(Callback + added));

    [Fact]
    public void Verify_when_one_value_is_split_into_two_parameters_refuses()
    {
        // "x&y=1" in one value and "x", "y=1" as two must not share a signature, in neither form.
        var signed = new Dictionary<string, string> { ["a"] = "x&y=1", ["timestamp"] = "1" };
        var hmac = QuerySignature.Sign(signed, Secret);
        Assert.Equal(QuerySignatureResult.Valid, Verify("a=x%26y%3D1&timestamp=1&hmac=" + hmac));
        Assert.Equal(QuerySignatureResult.Mismatch, Verify("a=x&y=1&timestamp=1&hmac=" + hmac));
    }

    [Theory]
    [InlineData("hmac")]
    [InlineData("shop")]
    [InlineData("timestamp")]
    [InlineData("state")]
    [InlineData("code")]
    [InlineData("HMAC")]
    [InlineData("Shop")]
    public void Verify_when_a_lone_parameter_is_repeated_says_so(string name)
    {
        var value = QueryHelpers.ParseQuery(Callback)[name.ToLowerInvariant()];
        Assert.Equal(QuerySignatureResult.Repeated, Verify($"{Callback}&{name}={value}"));
        Assert.Equal(QuerySignatureResult.Repeated, Verify($"{name}=&{Callback}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("shop=some-shop.myshopify.com")]
    [InlineData("shop=some-shop.myshopify.com&hmac=")]
    public void Verify_when_there_is_no_signature_says_so(string query) =>
        Assert.Equal(QuerySignatureResult.Missing, Verify(query));

    [Fact]
    public void Verify_when_hex_is_upper_case_or_of_another_length_refuses()
    {
        var upper = Callback.Replace("5aaa3fbd", "5AAA3FBD", StringComparison.Ordinal);
        Assert.Equal(QuerySignatureResult.Mismatch, Verify(upper));
        var longer = Callback.Replace("7a&shop", "7a00&shop", StringComparison.Ordinal);
        Assert.Equal(QuerySignatureResult.Mismatch, Verify(longer));
    }

    [Fact]
    public void Verify_when_a_previous_secret_signed_accepts()
    {
        var query = new QueryCollection(QueryHelpers.ParseQuery(Callback));
        Assert.Equal(QuerySignatureResult.Valid, QuerySignature.Verify(query, new ApiSecrets("new", Secret)));
        Assert.Equal(QuerySignatureResult.Mismatch, QuerySignature.Verify(query, new ApiSecrets("new")));
    }

    [Fact]
    public void Verify_when_the_query_is_rubbish_never_throws_and_never_accepts()
    {
        const string Alphabet = "ahmcshop=&%+[]\u0141\ud83d;#/?\"\\0";
        var random = new Random(11);
        for (var round = 0; round < 5_000; round++)
        {
            var query = new string(random.GetItems<char>(Alphabet, random.Next(0, 60)));
            Assert.NotEqual(QuerySignatureResult.Valid, Verify($"{query}&hmac={new string('0', 64)}"));
        }
    }

    [Fact]
    public void Sign_sorts_by_ordinal_not_by_culture()
    {
        // A culture puts "a" before "B"; Shopify's order is that of the bytes.
        var hmac = QuerySignature.Sign(new Dictionary<string, string> { ["a"] = "1", ["B"] = "2" }, Secret);
        Assert.Equal(ByHand("B=2&a=1"), hmac);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(90, true)]
    [InlineData(-90, true)]
    [InlineData(91, false)]
    [InlineData(-91, false)]
    public void IsFresh_allows_ninety_seconds_either_way(int seconds, bool fresh)
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
        var stamp = (1_700_000_000 + seconds).ToString(CultureInfo.InvariantCulture);
        Assert.Equal(fresh, QueryTimestamp.IsFresh(Query("timestamp=" + stamp), time));
    }

    [Theory]
    [InlineData("")]
    [InlineData("timestamp=")]
    [InlineData("timestamp=1700000000&timestamp=1700000000")]
    [InlineData("timestamp=+1700000000")]
    [InlineData("timestamp=1700000000.0")]
    [InlineData("timestamp=%201700000000")]
    [InlineData("timestamp=-1")]
    [InlineData("timestamp=99999999999999999999")]
    public void IsFresh_when_the_timestamp_is_no_whole_number_refuses(string query)
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
        Assert.False(QueryTimestamp.IsFresh(Query(query), time));
    }

    private static string ByHand(string message) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(message)));

    private static QuerySignatureResult Verify(string query) => QuerySignature.Verify(Query(query), Secrets);

    private static QueryCollection Query(string query) => new(QueryHelpers.ParseQuery(query));
}
