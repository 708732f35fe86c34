package sender;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.app.Connection;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.model.v24.message.ADT_A01;
import ca.uhn.hl7v2.model.v24.message.ADT_A03;
import ca.uhn.hl7v2.model.v24.segment.EVN;
import ca.uhn.hl7v2.model.v24.segment.PID;
import ca.uhn.hl7v2.model.v24.segment.PV1;

/** Admits and discharges an invented person with HAPI's own client, and prints each acknowledgement's MSA. */
public final class Sender {

    public static void main(String[] args) throws Exception {
        try (HapiContext context = new DefaultHapiContext()) {
            Connection connection = context.newClient("127.0.0.1", Integer.parseInt(args[0]), false);
            for (Message message : new Message[] {admission(), discharge()}) {
                Message reply = connection.getInitiator().sendAndReceive(message);
                System.out.println(reply.encode().replace('\r', '\n'));
            }
            connection.close();
        }
    }

    private static Message admission() throws Exception {
        ADT_A01 message = new ADT_A01();
        message.initQuickstart("ADT", "A01", "T");
        fill(message.getMSH().getSendingFacility().getNamespaceID(), "RZZ");
        event(message.getEVN(), "202611020915");
        person(message.getPID());
        visit(message.getPV1());
        return message;
    }

    private static Message discharge() throws Exception {
        ADT_A03 message = new ADT_A03();
        message.initQuickstart("ADT", "A03", "T");
        fill(message.getMSH().getSendingFacility().getNamespaceID(), "RZZ");
        event(message.getEVN(), "202611131640");
        person(message.getPID());
        visit(message.getPV1());
        message.getPV1().getDischargeDisposition().setValue("1");
        message.getPV1().getDischargedToLocation().getDischargeLocation().setValue("19");
        return message;
    }

    private static void fill(ca.uhn.hl7v2.model.Primitive field, String text) throws Exception {
        field.setValue(text);
    }

    private static void event(EVN event, String occurred) throws Exception {
        event.getRecordedDateTime().getTimeOfAnEvent().setValue(occurred);
        event.getEventOccurred().getTimeOfAnEvent().setValue(occurred);
    }

    private static void person(PID person) throws Exception {
        person.getPatientIdentifierList(0).getID().setValue("9990000018");
        person.getPatientIdentifierList(0).getAssigningAuthority().getNamespaceID().setValue("NHS");
        person.getPatientIdentifierList(0).getIdentifierTypeCode().setValue("NH");
        person.getPatientName(0).getFamilyName().getSurname().setValue("ASHWORTH");
        person.getPatientName(0).getGivenName().setValue("Margaret");
    }

    private static void visit(PV1 visit) throws Exception {
        visit.getPatientClass().setValue("I");
        visit.getAssignedPatientLocation().getPointOfCare().setValue("AMU");
        visit.getVisitNumber().getID().setValue("SP7700123");
        visit.getAdmitDateTime().getTimeOfAnEvent().setValue("202611020915");
    }

    private Sender() {}
}
