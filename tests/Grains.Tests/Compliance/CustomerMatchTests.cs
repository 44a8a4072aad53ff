using Shopkeeper.Grains.Compliance;

namespace Shopkeeper.Grains.Tests.Compliance;

/// <summary>Which deliveries name a customer: all that do, and none that only hold a number like his.</summary>
public sealed class CustomerMatchTests
{
    [Theory]
    [InlineData("orders/create", """{"id":299938}""")]
    [InlineData("orders/create", """{"id":5,"customer":{"id":191167}}""")]
    [InlineData("orders/create", """{"id":5,"contact_email":"JOHN@customer.example"}""")]
    [InlineData("orders/create", """{"id":5,"billing_address":{"phone":" 555-625-1199 "}}""")]
    [InlineData("customers/update", """{"id":191167}""")]
    [InlineData("customers/update", """{"id":"191167"}""")]
    [InlineData("refunds/create", """{"id":5,"order_id":299938}""")]
    [InlineData("fulfillments/create", """{"id":5,"order":{"id":299938}}""")]
    [InlineData("segments/update", """{"customers":[{"id":1},{"id":191167}]}""")]
    [InlineData("segments/update", """{"admin_graphql_api_customer_id":"gid://shopify/Customer/191167"}""")]
    [InlineData("segments/update", """[{"deep":[{"order":"gid://shopify/Order/299938"}]}]""")]
    public void Delivery_that_names_him_or_his_order_matches(string topic, string body) =>
        Assert.Equal(CustomerJudgement.Named, CustomerMatch.Judge(Samples.Delivery(topic, body), Samples.Subject));

    [Theory]
    [InlineData("orders/create", """{"id":5,"line_items":[{"id":191167,"quantity":299938}]}""")]
    [InlineData("orders/create", """{"id":191167,"customer":{"id":299938}}""")]
    [InlineData("products/update", """{"id":191167,"title":"customer 191167"}""")]
    [InlineData("products/update", """{"id":5,"vendor":"john@customer.example and sons"}""")]
    public void Delivery_that_holds_the_same_number_elsewhere_does_not(string topic, string body) =>
        Assert.Equal(CustomerJudgement.Other, CustomerMatch.Judge(Samples.Delivery(topic, body), Samples.Subject));

    [Theory]
    [InlineData("no JSON")]
    [InlineData("")]
    public void Delivery_that_is_no_JSON_is_not_judged(string body) =>
        Assert.Equal(
            CustomerJudgement.NotJudged, CustomerMatch.Judge(Samples.Delivery("orders/create", body), Samples.Subject));

    [Fact]
    public void Delivery_with_a_byte_order_mark_or_half_a_surrogate_pair_still_names_him()
    {
        var marked = Samples.Delivery("orders/create", "\ufeff{\"email\":\"john@customer.example\"}");
        var half = Samples.Delivery("orders/create", "{\"\\ud800\":{\"email\":\"john@customer.example\"}}");

        Assert.Equal(CustomerJudgement.Named, CustomerMatch.Judge(marked, Samples.Subject));
        Assert.Equal(CustomerJudgement.Named, CustomerMatch.Judge(half, Samples.Subject));
    }

    [Theory]
    [InlineData("app/uninstalled")]
    [InlineData("app/scopes_update")]
    [InlineData("app_subscriptions/update")]
    [InlineData("shop/update")]
    public void Delivery_about_the_merchant_matches_only_once_it_was_given_up(string topic)
    {
        // The owner placed a test order: the shop's e-mail is the customer's.
        const string Body = """{"id":7,"email":"john@customer.example","customer_email":"john@customer.example"}""";

        Assert.Equal(CustomerJudgement.Other, CustomerMatch.Judge(Samples.Delivery(topic, Body), Samples.Subject));
        Assert.Equal(
            CustomerJudgement.Named, CustomerMatch.Judge(Samples.Delivery(topic, Body, dead: true), Samples.Subject));
    }

    [Theory]
    [InlineData("customers/update", "gid://shopify/Customer/191167", true)]
    [InlineData("customers/update", "191167", true)]
    [InlineData("orders/edited", "gid://shopify/Order/299938", true)]
    [InlineData("orders/edited", "191167", false)]
    [InlineData("products/update", "191167", false)]
    public void Delivery_whose_header_alone_names_him_matches(string topic, string resource, bool matches)
    {
        var delivery = Samples.Delivery(topic, """{"tags":"vip"}""") with { ResourceId = resource };

        Assert.Equal(
            matches ? CustomerJudgement.Named : CustomerJudgement.Other,
            CustomerMatch.Judge(delivery, Samples.Subject));
    }

    [Fact]
    public void Compliance_delivery_matches_only_once_it_was_given_up()
    {
        const string Body = """{"customer":{"id":191167},"orders_to_redact":[299938]}""";

        Assert.Equal(
            CustomerJudgement.Other, CustomerMatch.Judge(Samples.Delivery("customers/redact", Body), Samples.Subject));
        Assert.Equal(
            CustomerJudgement.Named,
            CustomerMatch.Judge(Samples.Delivery("customers/redact", Body, dead: true), Samples.Subject));
    }

    [Fact]
    public void Customer_with_nothing_but_an_email_is_found_by_it_alone()
    {
        var subject = new Abstractions.Compliance.ComplianceSubject { Email = "john@customer.example" };

        Assert.Equal(CustomerJudgement.Named, CustomerMatch.Judge(
            Samples.Delivery("orders/create", """{"email":"john@customer.example"}"""), subject));
        Assert.Equal(CustomerJudgement.Other, CustomerMatch.Judge(
            Samples.Delivery("orders/create", """{"customer":{"id":191167,"email":null}}"""), subject));
    }
}
