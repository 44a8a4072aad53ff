using System.Text;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Shopify.Tests.Webhooks;

/// <summary>Whom a compliance body is about; a body of another topic is none, whatever its header says.</summary>
public sealed class ComplianceBodyTests
{
    private const string Head = "\"shop_id\":954889,\"shop_domain\":\"blue.myshopify.com\"";
    private const string Customer = "\"customer\":{\"id\":191167,\"email\":\"john@example.com\",\"phone\":\"555\"}";

    [Fact]
    public void Data_request_is_read_as_shopify_documents_it()
    {
        var body = Read(
            WebhookTopics.CustomersDataRequest,
            $"{{{Head},\"orders_requested\":[299938,280263,299938],{Customer},\"data_request\":{{\"id\":9999}}}}")!;

        Assert.Equal((191167L, "john@example.com", "555", 9999L),
            (body.CustomerId!.Value, body.Email, body.Phone, body.DataRequestId!.Value));
        Assert.Equal([280263L, 299938L], body.Orders);
    }

    [Theory]
    [InlineData("{\"id\":1,\"email\":null,\"phone\":\"\"}")]
    [InlineData("{\"id\":\"1\"}")]
    [InlineData("{\"email\":\" a@b.example \"}")]
    public void Redaction_may_name_a_customer_by_anything_that_it_has(string customer)
    {
        var body = Read(
            WebhookTopics.CustomersRedact, $"{{{Head},\"customer\":{customer},\"orders_to_redact\":null}}")!;

        Assert.True(body.NamesCustomer);
        Assert.Null(body.Phone);
        Assert.Equal(body.CustomerId is null ? "a@b.example" : null, body.Email);
    }

    [Fact]
    public void Shop_redact_names_nobody_but_the_shop() =>
        Assert.False(Read(WebhookTopics.ShopRedact, $"{{{Head}}}")!.NamesCustomer);

    [Theory]
    [InlineData(WebhookTopics.CustomersRedact, "{}")]
    [InlineData(WebhookTopics.CustomersRedact, "[1]")]
    [InlineData(WebhookTopics.CustomersRedact, "{")]
    [InlineData(WebhookTopics.CustomersRedact, "{\"id\":1,\"customer\":{\"id\":1,\"email\":\"a@b.example\"}}")]
    [InlineData(WebhookTopics.CustomersRedact, "{HEAD,CUSTOMER,\"data_request\":{\"id\":1}}")]
    [InlineData(WebhookTopics.CustomersRedact, "{HEAD,CUSTOMER,\"orders_requested\":[1]}")]
    [InlineData(WebhookTopics.CustomersRedact, "{HEAD,\"customer\":[]}")]
    [InlineData(WebhookTopics.CustomersRedact, "{HEAD,\"customer\":{\"id\":-1}}")]
    [InlineData(WebhookTopics.CustomersRedact, "{HEAD,CUSTOMER,CUSTOMER}")]
    [InlineData(WebhookTopics.CustomersRedact, "{HEAD,CUSTOMER,\"orders_to_redact\":[\"x\"]}")]
    [InlineData(WebhookTopics.CustomersDataRequest, "{HEAD,CUSTOMER,\"orders_to_redact\":[1]}")]
    [InlineData(WebhookTopics.CustomersDataRequest, "{HEAD}")]
    [InlineData(WebhookTopics.ShopRedact, "{HEAD,CUSTOMER,\"orders_to_redact\":[1]}")]
    [InlineData(WebhookTopics.ShopRedact, "{\"id\":1}")]
    public void Body_of_another_form_is_none(string topic, string body) =>
        Assert.Null(Read(
            topic,
            body.Replace("HEAD", Head, StringComparison.Ordinal)
                .Replace("CUSTOMER", Customer, StringComparison.Ordinal)));

    private static ComplianceBody? Read(string topic, string body) =>
        ComplianceBody.TryRead(topic, Encoding.UTF8.GetBytes(body));
}
