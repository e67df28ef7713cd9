using System.Runtime.CompilerServices;
using FtpActors.Cluster.Outcomes;
using FtpActors.Server.Outcomes;

namespace FtpActors.Cluster.Tests.Outcomes;

public sealed class TransferRecordsSpecs
{
    [Fact]
    public void Every_case_of_an_outcome_should_have_its_number()
    {
        var node = new FtpNode("host", 1, 1);

        var cases = typeof(FtpTransferEvent).GetNestedTypes();
        var numbers = cases.ToDictionary(type => type.Name, type => TransferRecords.Of(node, (FtpTransferEvent)RuntimeHelpers.GetUninitializedObject(type)).Outcome);

        Assert.All(numbers, pair => Assert.Equal(pair.Key, pair.Value.ToString()));
        Assert.Equal(Enum.GetNames<TransferOutcome>().Except([nameof(TransferOutcome.Other)]).Order(), numbers.Keys.Order());
    }
}
