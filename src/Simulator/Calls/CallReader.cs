using System.Text.Json;
using GraphQL;
using GraphQL.Transport;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using Shopkeeper.Simulator.Shops;

namespace Shopkeeper.Simulator.Calls;

/// <summary>Reads a call: which shop, which operation, what body.</summary>
internal sealed class CallReader(ShopRegistry shops, IGraphQLTextSerializer serializer)
{
    /// <summary>Longer bodies are refused with 413.</summary>
    public const int BodyMaximum = 1024 * 1024;

    public async Task<IncomingCall> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        var name = request.RouteValues["shop"] as string ?? "";
        var path = request.Path.Value!.Split('/', 4) is [_, _, _, var rest] ? rest : "";
        var token = request.Headers["X-Shopify-Access-Token"].ToString();
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        return path switch
        {
            "oauth/access_token" => OAuth(name, body, request.HasJsonContentType()),
            "oauth/authorize" => Plain(name, "oauth/authorize", token),
            _ when path.EndsWith("/graphql.json", StringComparison.Ordinal) => Query(name, body, token),
            _ when path.EndsWith("api_permissions/current.json", StringComparison.Ordinal) =>
                Plain(name, "api_permissions", token),
            _ => Plain(name, "unknown", token),
        };
    }

    private static Dictionary<string, string>? Fields(string body, bool json)
    {
        if (!json)
        {
            return body.Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(part => part.Replace('+', ' ').Split('=', 2))
                .GroupBy(pair => Uri.UnescapeDataString(pair[0]))
                .ToDictionary(group => group.Key,
                    group => Uri.UnescapeDataString(group.Last().Length > 1 ? group.Last()[1] : ""));
        }

        try
        {
            var element = JsonSerializer.Deserialize<JsonElement>(body);
            return element.ValueKind is not JsonValueKind.Object ? null : element.EnumerateObject()
                .GroupBy(property => property.Name)
                .ToDictionary(group => group.Key, group => group.Last().Value.ToString());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private IncomingCall Plain(string name, string operation, string token) => new()
    {
        Shop = shops.Find(name), ShopName = name, Operation = operation, Names = [operation],
        Token = token.Length == 0 ? null : token,
    };

    private IncomingCall OAuth(string name, string body, bool json)
    {
        var form = Fields(body, json);
        var grant = form?.GetValueOrDefault("grant_type")?.Split(':')[^1] ?? "authorization_code";
        return new IncomingCall
        {
            Shop = shops.Find(name), ShopName = name, Operation = "oauth/access_token", Form = form,
            Names = ["oauth/access_token", $"oauth/access_token/{grant}"],
        };
    }

    private IncomingCall Query(string name, string body, string token)
    {
        var request = Request(body);
        var document = Document(request?.Query);
        var operation = document?.Definitions.OfType<GraphQLOperationDefinition>().FirstOrDefault(definition =>
            string.IsNullOrEmpty(request!.OperationName) || definition.Name?.StringValue == request.OperationName);
        string[] fields = operation is null ? [] : [.. operation.SelectionSet.Selections
            .OfType<GraphQLField>().Select(field => field.Name.StringValue)];
        string[] names = [.. fields, "graphql"];
        return new IncomingCall
        {
            Shop = shops.Find(name), ShopName = name, GraphQL = request, Document = document,
            Operation = fields.Length == 0 ? "graphql" : string.Join(',', fields),
            Names = operation?.Name is { } own ? [.. names, own.StringValue] : names,
            Token = token.Length == 0 ? null : token,
        };
    }

    private GraphQLRequest? Request(string body)
    {
        try
        {
            return serializer.Deserialize<GraphQLRequest>(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static GraphQLDocument? Document(string? query)
    {
        if (string.IsNullOrWhiteSpace(query)) return null;
        try
        {
            return Parser.Parse(query);
        }
        catch (GraphQLParserException)
        {
            return null;
        }
    }
}
