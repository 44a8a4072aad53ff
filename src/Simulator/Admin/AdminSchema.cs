using System.Globalization;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Shopkeeper.Simulator.Admin;

/// <summary>Builds the executable schema from the embedded <c>schema.graphql</c>.</summary>
internal static class AdminSchema
{
    private const string Resource = "Shopkeeper.Simulator.Admin.schema.graphql";

    public static string Text
    {
        get
        {
            using var stream = typeof(AdminSchema).Assembly.GetManifestResourceStream(Resource)
                ?? throw new InvalidOperationException($"The assembly lacks its resource {Resource}.");
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    public static ISchema Build()
    {
        var schema = Schema.For(Text, builder =>
        {
            builder.Types.Include<QueryRoot>();
            builder.Types.Include<MutationRoot>();
            builder.Types.For("WebhookHttpEndpoint").IsTypeOf<SubscriptionEndpoint.Http>();
            builder.Types.For("WebhookEventBridgeEndpoint").IsTypeOf<SubscriptionEndpoint.EventBridge>();
            builder.Types.For("WebhookPubSubEndpoint").IsTypeOf<SubscriptionEndpoint.PubSub>();
            builder.Types.For("UserError").IsTypeOf<MutationRoot.UserError>();
            builder.Types.For("AppUninstallAppUninstallError").IsTypeOf<MutationRoot.UninstallError>();
        });
        schema.RegisterType(new InstantScalar());
        schema.RegisterType(new AddressScalar());
        schema.Initialize();
        return schema;
    }

    private sealed class AddressScalar : StringGraphType
    {
        public AddressScalar() => Name = "URL";
    }

    private sealed class InstantScalar : ScalarGraphType
    {
        public InstantScalar() => Name = "DateTime";

        public override object? ParseLiteral(GraphQLValue value) =>
            value is GraphQLStringValue text ? ParseValue(text.Value.ToString()) : ThrowLiteralConversionError(value);

        public override object? ParseValue(object? value) => value is string text
            && DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant : ThrowValueConversionError(value);

        public override object? Serialize(object? value) => value is DateTimeOffset instant
            ? instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : ThrowSerializationError(value);
    }
}
