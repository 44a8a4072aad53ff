using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Participants.Http;

/// <summary>
/// A participant over HTTP that also holds data of customers: <c>Participants:{name}:Customers</c>. The customer's data
/// is in the signed body, and nowhere else.
/// </summary>
internal sealed class HttpCustomerParticipant(
    string name, HttpParticipantOptions options, ParticipantTransport transport, TimeProvider time)
    : ICustomerDataParticipant
{
    /// <summary>The operations, as bodies and addresses have them.</summary>
    public const string Export = "customer/export";

    /// <inheritdoc cref="Export"/>
    public const string Redact = "customer/redact";

    private readonly ParticipantChannel _channel = new(options, transport, time);

    public string Name => name;

    public Task<CustomerExport> ExportAsync(CustomerDataContext context, CancellationToken cancellationToken) =>
        CallAsync(Export, context, ParticipantAnswerReader.Export, options.MaximumExportBytes, cancellationToken);

    public Task<IReadOnlyList<StoreCount>> RedactAsync(
        CustomerDataContext context, CancellationToken cancellationToken) =>
        CallAsync(
            Redact, context, ParticipantAnswerReader.Items, options.MaximumAnswerBytes, cancellationToken);

    private Task<T> CallAsync<T>(
        string operation, CustomerDataContext context, Func<JsonElement, T> read, int maximumBytes,
        CancellationToken cancellationToken) =>
        _channel.CallAsync(
            new ParticipantCall(
                operation, context.OperationId, context.Continues, CustomerEnvelope.Write(operation, context)),
            read, maximumBytes, cancellationToken);
}
