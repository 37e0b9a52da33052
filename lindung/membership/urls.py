from django.urls import path

from lindung.membership.views import answers, batches, files, people

app_name = "membership"
urlpatterns = [
    path("bpjs/", batches.batches, name="batches"),
    path("bpjs/kirim/", batches.send, name="send"),
    path("bpjs/kiriman/<int:batch>/", batches.batch, name="batch"),
    path("bpjs/kiriman/<int:batch>/berkas/", files.write, name="write"),
    path("bpjs/kiriman/<int:batch>/jawaban/", answers.answer, name="answer"),
    path("bpjs/berkas/<int:message>/", files.message, name="message"),
    path("bpjs/berkas/<int:message>/unduh/", files.download, name="download"),
    path("bpjs/berlawanan/", answers.contradictions, name="contradictions"),
    path("bpjs/berlawanan/<int:contradiction>/", answers.settle, name="contradiction"),
    path("bpjs/ditolak/", people.refused, name="refused"),
    path("bpjs/berakhir/", people.ends, name="ends"),
]
