# names of the new templates into the checkpoint of the UNet; frozen parameters are taken from the stages before it anyway
import sys, torch
sys.path.insert(0,'/work/training/recipe')
from training.draw import initial_model, plan_for
from training.parallel import slots_of
from training.tokenizer import vocabulary
c=torch.load('/work/training/draw.ckpt'); old={}; i=0
for n,shape in c['names']:
    k=1
    for x in shape: k*=x
    old[n]=(i,i+k,tuple(shape)); i+=k
m=initial_model(len(vocabulary())); slots=slots_of(m,plan_for(9000,2e-3))
flat=torch.cat([p.detach().float().reshape(-1) for p in m.parameters()])
out={k:(flat.clone() if k in('weights','mean') else torch.zeros_like(flat)) for k in('weights','mean','first','second')}
copied=fresh=0
for s in slots:
    if s.name in old and old[s.name][2]==tuple(s.shape) and not s.name.startswith('unet.guess.templates.'):
        a,b,_=old[s.name]
        for k in out: out[k][s.start:s.end]=c[k][a:b]
        copied+=1
    else: fresh+=1; print('fresh',s.name)
out['names']=[(s.name,tuple(s.shape)) for s in slots]; out['step'],out['samples']=c['step'],c['samples']
torch.save(out,'/work/training/draw.new'); print(copied,fresh,c['step'])
